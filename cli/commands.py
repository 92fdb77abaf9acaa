"""The table of commands: name -> where it is; nothing is imported before it is called."""

COMMANDS = {
    "init": "cli.administrator:init",
    "people": "cli.administrator:people",
    "admin": "cli.administrator:admin",
    "import": "cli.operator:import_",
    "export": "cli.operator:export",
    "schedule": "cli.operator:schedule",
    "show": "cli.reader:show",
    "start": "cli.executor:start",
    "report": "cli.executor:report",
    "return": "cli.supervisor:return_",
    "evaluate": "cli.supervisor:evaluate",
    "steps": "cli.reader:steps",
    "status": "cli.reader:status",
    "audit": "cli.auditor:audit",
    "review": "cli.analyst:review",
    "deadline": "cli.deadline:deadline",
    "demo": "cli.rehearsal:demo",
}
"""In the order in which a newcomer meets them."""
