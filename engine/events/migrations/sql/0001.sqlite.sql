-- The ledger on SQLite. Statements are separated by lines of dashes; the texts of tables and
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
    auth_method      TEXT NOT NULL CHECK (auth_method IN ('os', 'postgresql', 'simulated')),
    recorded_at      TEXT NOT NULL CHECK (length(recorded_at) = 27),
    effective_on     TEXT NOT NULL CHECK (length(effective_on) = 10),
    command_id       TEXT NOT NULL,
    ordinal          INTEGER NOT NULL CHECK (ordinal > 0),
    facts            TEXT NOT NULL,
    words_commitment TEXT,
    signature        TEXT,
    key_id           TEXT,
    prev_hash        TEXT NOT NULL UNIQUE CHECK (length(prev_hash) = 64),
    hash             TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
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
    command_id     TEXT PRIMARY KEY,
    actor_id       TEXT NOT NULL,
    digest         TEXT NOT NULL,
    first_position INTEGER NOT NULL UNIQUE,
    last_position  INTEGER NOT NULL UNIQUE
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'guard events_no_update: history is never changed'); END
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'guard events_no_delete: history is never deleted'); END
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_only_append BEFORE INSERT ON events
WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events)
  OR NEW.version IS NOT (
    SELECT coalesce(max(version), 0) + 1 FROM events WHERE stream = NEW.stream
  )
  OR NEW.prev_hash IS NOT coalesce(
    (SELECT hash FROM events ORDER BY position DESC LIMIT 1), printf('%064d', 0)
  )
  OR EXISTS (SELECT 1 FROM events WHERE command_id = NEW.command_id AND ordinal = NEW.ordinal)
  OR EXISTS (SELECT 1 FROM events WHERE prev_hash = NEW.prev_hash OR hash = NEW.hash)
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
BEGIN SELECT RAISE(ABORT, 'guard commands_only_append: a command is kept once'); END
-- --------------------------------------------------------------------------------------
CREATE TABLE refusals (
    note       INTEGER PRIMARY KEY,
    noted_at   TEXT NOT NULL,
    command_id TEXT NOT NULL,
    actor_id   TEXT NOT NULL,
    code       TEXT NOT NULL,
    step       TEXT NOT NULL,
    stream     TEXT NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE read_tables (
    name    TEXT PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE persons (
    id       TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE logins (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    realm      TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE roles (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    role       TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE memberships (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    party      TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    position   INTEGER NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE parties (
    id       TEXT PRIMARY KEY,
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT
-- --------------------------------------------------------------------------------------
CREATE TABLE aliases (
    id       TEXT PRIMARY KEY,
    party    TEXT NOT NULL,
    alias    TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT
