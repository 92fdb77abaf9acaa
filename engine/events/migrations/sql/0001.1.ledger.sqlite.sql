-- The ledger on SQLite. Statements are separated by lines of dashes; the texts of guarded tables and
-- triggers are compared with the file's own schema at every open, so they are never altered.
CREATE TABLE events (
    position         INTEGER PRIMARY KEY CHECK (position > 0),
    stream           TEXT NOT NULL,
    version          INTEGER NOT NULL CHECK (version > 0),
    type             TEXT NOT NULL,
    type_version     INTEGER NOT NULL CHECK (type_version > 0),
    actor_id         TEXT NOT NULL,
    principal_id     TEXT,
    login_id         TEXT,
    auth_method      TEXT NOT NULL,
    context          TEXT,
    recorded_at      TEXT NOT NULL CHECK (length(recorded_at) = 27),
    effective_on     TEXT NOT NULL CHECK (length(effective_on) = 10),
    command_id       TEXT NOT NULL,
    ordinal          INTEGER NOT NULL CHECK (ordinal > 0),
    request_digest   TEXT,
    facts            TEXT NOT NULL,
    words_commitment TEXT,
    signature        TEXT,
    key_id           TEXT,
    prev_hash        TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash             TEXT NOT NULL CHECK (length(hash) = 64),
    UNIQUE (stream, version),
    UNIQUE (command_id, ordinal)
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE words (
    position INTEGER PRIMARY KEY REFERENCES events (position),
    salt     TEXT NOT NULL CHECK (length(salt) = 64),
    text     TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE commands (
    last_position  INTEGER PRIMARY KEY,
    first_position INTEGER NOT NULL,
    command_id     TEXT NOT NULL UNIQUE,
    actor_id       TEXT NOT NULL,
    request_digest TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'guard events_no_update: history is never changed'); END
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'guard events_no_delete: history is never deleted'); END
-- --------------------------------------------------------------------------------------
-- One look-up by an index each: the last event, the last of the stream, the command.
CREATE TRIGGER events_only_append BEFORE INSERT ON events
WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events)
  OR NEW.version IS NOT (
    SELECT coalesce(max(version), 0) + 1 FROM events WHERE stream = NEW.stream
  )
  OR NEW.prev_hash IS NOT coalesce(
    (SELECT hash FROM events WHERE position = NEW.position - 1), printf('%064d', 0)
  )
  OR EXISTS (SELECT 1 FROM events WHERE command_id = NEW.command_id AND ordinal = NEW.ordinal)
  OR (NEW.ordinal = 1) IS NOT (NEW.request_digest IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'guard events_only_append: an event follows the last one'); END
-- --------------------------------------------------------------------------------------
CREATE TRIGGER words_no_update BEFORE UPDATE ON words
BEGIN SELECT RAISE(ABORT, 'guard words_no_update: words are never changed'); END
-- --------------------------------------------------------------------------------------
CREATE TRIGGER words_erased_first BEFORE DELETE ON words
WHEN NOT EXISTS (
    SELECT 1 FROM events, json_each(events.facts, '$.positions') AS listed
    WHERE events.stream = 'ledger' AND events.type = 'WordsErased' AND events.type_version = 1
      AND events.position > OLD.position AND listed.value = OLD.position
)
BEGIN SELECT RAISE(ABORT, 'guard words_erased_first: words go only when the log says so'); END
-- --------------------------------------------------------------------------------------
CREATE TRIGGER words_only_new BEFORE INSERT ON words
WHEN EXISTS (SELECT 1 FROM words WHERE position = NEW.position)
  OR NOT EXISTS (
    SELECT 1 FROM events WHERE position = NEW.position AND words_commitment IS NOT NULL
)
BEGIN SELECT RAISE(ABORT, 'guard words_only_new: words belong to one event'); END
-- --------------------------------------------------------------------------------------
CREATE TRIGGER commands_no_update BEFORE UPDATE ON commands
BEGIN SELECT RAISE(ABORT, 'guard commands_no_update: commands are never changed'); END
-- --------------------------------------------------------------------------------------
CREATE TRIGGER commands_no_delete BEFORE DELETE ON commands
BEGIN SELECT RAISE(ABORT, 'guard commands_no_delete: commands are never deleted'); END
-- --------------------------------------------------------------------------------------
CREATE TRIGGER commands_only_append BEFORE INSERT ON commands
WHEN EXISTS (SELECT 1 FROM commands WHERE command_id = NEW.command_id)
  OR NEW.first_position IS NOT (SELECT coalesce(max(last_position), 0) + 1 FROM commands)
  OR NOT EXISTS (
    SELECT 1 FROM events
    WHERE position = NEW.last_position AND command_id = NEW.command_id
      AND ordinal = NEW.last_position - NEW.first_position + 1
  )
  OR NOT EXISTS (
    SELECT 1 FROM events
    WHERE position = NEW.first_position AND actor_id = NEW.actor_id
      AND request_digest = NEW.request_digest
  )
BEGIN SELECT RAISE(ABORT, 'guard commands_only_append: a command is kept once'); END
-- --------------------------------------------------------------------------------------
CREATE TABLE refusals (
    note       INTEGER PRIMARY KEY,
    noted_at   TEXT NOT NULL,
    command_id TEXT NOT NULL,
    actor_id   TEXT NOT NULL,
    code       TEXT NOT NULL,
    step       TEXT NOT NULL,
    stream     TEXT NOT NULL,
    login_id   TEXT,
    login      TEXT,
    service    TEXT
) STRICT
-- --------------------------------------------------------------------------------------
-- What the ledger takes; written from the program's own table when it is made or upgraded.
CREATE TABLE vocabulary (
    stream_kind  TEXT NOT NULL,
    type         TEXT NOT NULL,
    type_version INTEGER NOT NULL,
    state_from   TEXT NOT NULL,
    state_to     TEXT NOT NULL,
    words        TEXT NOT NULL,
    who          TEXT NOT NULL,
    PRIMARY KEY (stream_kind, type, type_version, state_from, state_to)
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE vocabulary_number (number INTEGER PRIMARY KEY) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE read_tables (
    name    TEXT PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
-- The register follows from events: parties (with persons and services), their names and the rest.
CREATE TABLE parties (
    id       TEXT PRIMARY KEY,
    kind     TEXT NOT NULL,
    position INTEGER NOT NULL,
    hash     TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE names (
    id         TEXT PRIMARY KEY,
    party      TEXT NOT NULL,
    name       TEXT,
    valid_from TEXT,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE INDEX names_by_party ON names (party)
-- --------------------------------------------------------------------------------------
CREATE TABLE aliases (
    id       TEXT PRIMARY KEY,
    party    TEXT NOT NULL,
    alias    TEXT NOT NULL,
    position INTEGER NOT NULL,
    hash     TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE INDEX aliases_by_party ON aliases (party)
-- --------------------------------------------------------------------------------------
CREATE TABLE logins (
    id         TEXT PRIMARY KEY,
    holder     TEXT NOT NULL,
    realm      TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE INDEX logins_by_realm ON logins (realm)
-- --------------------------------------------------------------------------------------
CREATE INDEX logins_by_holder ON logins (holder)
-- --------------------------------------------------------------------------------------
CREATE TABLE roles (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    role       TEXT NOT NULL,
    scope      TEXT,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE INDEX roles_by_person ON roles (person)
-- --------------------------------------------------------------------------------------
CREATE TABLE memberships (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    party      TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE INDEX memberships_by_person ON memberships (person)
-- --------------------------------------------------------------------------------------
CREATE INDEX memberships_by_party ON memberships (party)
-- --------------------------------------------------------------------------------------
CREATE TABLE members (
    id         TEXT PRIMARY KEY,
    party      TEXT NOT NULL,
    member     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE INDEX members_by_party ON members (party)
-- --------------------------------------------------------------------------------------
CREATE TABLE places (
    id         TEXT PRIMARY KEY,
    party      TEXT NOT NULL,
    parent     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE INDEX places_by_party ON places (party)
-- --------------------------------------------------------------------------------------
CREATE TABLE deputies (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    deputy     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE INDEX deputies_by_deputy ON deputies (deputy)
-- --------------------------------------------------------------------------------------
CREATE TABLE keys (
    id         TEXT PRIMARY KEY,
    holder     TEXT NOT NULL,
    key_id     TEXT NOT NULL,
    algorithm  TEXT NOT NULL,
    public_key TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE INDEX keys_by_holder ON keys (holder)
-- --------------------------------------------------------------------------------------
CREATE TABLE mergers (
    id         TEXT PRIMARY KEY,
    into_party TEXT NOT NULL,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE successions (
    id         TEXT PRIMARY KEY,
    successor  TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    position   INTEGER NOT NULL,
    hash       TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE closures (
    id       TEXT PRIMARY KEY,
    valid_to TEXT NOT NULL,
    position INTEGER NOT NULL,
    hash     TEXT NOT NULL
) STRICT
