"""The names of events, as the history tells them."""

from __future__ import annotations

from engine.errors import N_
from engine.wording.codes import Vocabulary

event = Vocabulary(
    LedgerOpened=N_("ledger opened"),
    WordsErased=N_("words erased"),
    PersonRegistered=N_("person registered"),
    LoginMapped=N_("login given"),
    RolesGranted=N_("roles granted"),
    MembershipStarted=N_("membership began"),
    OrganisationRegistered=N_("organisation registered"),
    PostRegistered=N_("post registered"),
    GroupRegistered=N_("group registered"),
    AliasesAdded=N_("other spellings added"),
    OrderApproved=N_("order approved"),
    OrderCorrected=N_("order corrected"),
    OrderItemIssued=N_("item of the order issued"),
    OrderItemAmended=N_("item of the order amended"),
    OrderItemRemoved=N_("item of the order removed"),
    RoadmapApproved=N_("roadmap approved"),
    MeasureApproved=N_("measure approved"),
    DeadlineRead=N_("deadline read"),
    WindowsSet=N_("windows set by hand"),
    ScheduleBound=N_("schedule bound"),
    IndicatorDefined=N_("indicator defined"),
    IndicatorAmended=N_("indicator amended"),
    IndicatorRemoved=N_("indicator removed"),
    OccurrencePlanned=N_("planned"),
    WorkStarted=N_("work started"),
    StartRetracted=N_("start taken back"),
    ResultReported=N_("result reported"),
    ReportWithdrawn=N_("report withdrawn"),
    ReportReturned=N_("returned for rework"),
    ExecutionEvaluated=N_("execution evaluated"),
    OccurrenceLapsed=N_("closed as not done"),
    OccurrenceCancelled=N_("cancelled"),
    OccurrenceReopened=N_("reopened"),
    OccurrenceReinstated=N_("reinstated"),
    WindowAmended=N_("deadline amended"),
    ExecutorsAmended=N_("executors amended"),
    RoadmapAmended=N_("roadmap amended"),
    MeasureAmended=N_("measure amended"),
    MeasureRemoved=N_("measure removed"),
)
"""Stored name of an event -> what happened."""
