-- The ledger on PostgreSQL. ":ledger" stands for the quoted name of the schema, one ledger each.
-- Statements are separated by lines of dashes. Every statement is qualified by its schema.
CREATE TABLE :ledger.events (
    position         bigint PRIMARY KEY CHECK (position > 0),
    stream           text COLLATE "C" NOT NULL,
    version          bigint NOT NULL CHECK (version > 0),
    type             text COLLATE "C" NOT NULL,
    type_version     bigint NOT NULL CHECK (type_version > 0),
    actor_id         text COLLATE "C" NOT NULL,
    principal_id     text COLLATE "C",
    login_id         text COLLATE "C",
    auth_method      text COLLATE "C" NOT NULL CHECK (auth_method IN ('os', 'postgresql', 'simulated')),
    recorded_at      text COLLATE "C" NOT NULL CHECK (length(recorded_at) = 27),
    effective_on     text COLLATE "C" NOT NULL CHECK (length(effective_on) = 10),
    command_id       text COLLATE "C" NOT NULL,
    ordinal          bigint NOT NULL CHECK (ordinal > 0),
    facts            text COLLATE "C" NOT NULL,
    words_commitment text COLLATE "C",
    signature        text COLLATE "C",
    key_id           text COLLATE "C",
    prev_hash        text COLLATE "C" NOT NULL UNIQUE CHECK (length(prev_hash) = 64),
    hash             text COLLATE "C" NOT NULL UNIQUE CHECK (length(hash) = 64),
    UNIQUE (stream, version),
    UNIQUE (command_id, ordinal)
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.words (
    position bigint PRIMARY KEY REFERENCES :ledger.events (position),
    salt     text COLLATE "C" NOT NULL CHECK (length(salt) = 64),
    text     text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.commands (
    command_id     text COLLATE "C" PRIMARY KEY,
    actor_id       text COLLATE "C" NOT NULL,
    digest         text COLLATE "C" NOT NULL,
    first_position bigint NOT NULL UNIQUE,
    last_position  bigint NOT NULL UNIQUE
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.refusals (
    note       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    noted_at   text COLLATE "C" NOT NULL,
    command_id text COLLATE "C" NOT NULL,
    actor_id   text COLLATE "C" NOT NULL,
    code       text COLLATE "C" NOT NULL,
    step       text COLLATE "C" NOT NULL,
    stream     text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.read_tables (
    name    text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.persons (
    id       text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.logins (
    id         text COLLATE "C" PRIMARY KEY,
    person     text COLLATE "C" NOT NULL,
    realm      text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.roles (
    id         text COLLATE "C" PRIMARY KEY,
    person     text COLLATE "C" NOT NULL,
    role       text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.memberships (
    id         text COLLATE "C" PRIMARY KEY,
    person     text COLLATE "C" NOT NULL,
    party      text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.parties (
    id       text COLLATE "C" PRIMARY KEY,
    kind     text COLLATE "C" NOT NULL,
    name     text COLLATE "C" NOT NULL,
    position bigint NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.aliases (
    id       text COLLATE "C" PRIMARY KEY,
    party    text COLLATE "C" NOT NULL,
    alias    text COLLATE "C" NOT NULL,
    position bigint NOT NULL
);
-- --------------------------------------------------------------------------------------
-- One row, locked by every append for the length of one statement: positions are gapless.
CREATE TABLE :ledger.append_lock (held boolean PRIMARY KEY DEFAULT true CHECK (held));
-- --------------------------------------------------------------------------------------
INSERT INTO :ledger.append_lock DEFAULT VALUES;
-- --------------------------------------------------------------------------------------
-- The state of an occurrence after an event of this type; null where it leaves the state.
-- The program writes these rows from its own table whenever it makes or upgrades a ledger.
CREATE TABLE :ledger.step_states (
    type   text COLLATE "C" PRIMARY KEY,
    status text COLLATE "C"
);
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.history_is_kept() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    RAISE EXCEPTION 'guard %: history is never changed', TG_NAME USING ERRCODE = '42501';
END
$guard$;
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.events_follow() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    head :ledger.events;
BEGIN
    SELECT * INTO head FROM :ledger.events AS e ORDER BY e.position DESC LIMIT 1;
    IF NEW.position IS DISTINCT FROM coalesce(head.position, 0) + 1
       OR NEW.prev_hash IS DISTINCT FROM coalesce(head.hash, repeat('0', 64))
       OR NEW.version IS DISTINCT FROM
          (SELECT coalesce(max(e.version), 0) + 1 FROM :ledger.events AS e
           WHERE e.stream = NEW.stream) THEN
        RAISE EXCEPTION 'guard %: an event follows the last one', TG_NAME USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$guard$;
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.words_follow() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM :ledger.events AS e
                   WHERE e.position = NEW.position AND e.words_commitment IS NOT NULL) THEN
        RAISE EXCEPTION 'guard %: words belong to one event', TG_NAME USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$guard$;
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.words_erased_first() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM :ledger.events AS e
        WHERE e.stream = 'ledger' AND e.type = 'WordsErased' AND e.type_version = 1
          AND e.position > OLD.position
          AND EXISTS (SELECT 1 FROM json_array_elements_text(e.facts::json -> 'positions') AS listed
                      WHERE listed::bigint = OLD.position)) THEN
        RAISE EXCEPTION 'guard %: words go only when the log says so', TG_NAME
            USING ERRCODE = '42501';
    END IF;
    RETURN OLD;
END
$guard$;
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.commands_follow() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF NEW.first_position IS DISTINCT FROM
       (SELECT coalesce(max(c.last_position), 0) + 1 FROM :ledger.commands AS c)
       OR NOT EXISTS (SELECT 1 FROM :ledger.events AS e
                      WHERE e.position = NEW.last_position AND e.command_id = NEW.command_id
                        AND e.ordinal = NEW.last_position - NEW.first_position + 1) THEN
        RAISE EXCEPTION 'guard %: a command is kept once', TG_NAME USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$guard$;
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_only_append BEFORE INSERT ON :ledger.events
    FOR EACH ROW EXECUTE FUNCTION :ledger.events_follow();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON :ledger.events
    FOR EACH ROW EXECUTE FUNCTION :ledger.history_is_kept();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON :ledger.events
    FOR EACH STATEMENT EXECUTE FUNCTION :ledger.history_is_kept();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER words_only_new BEFORE INSERT ON :ledger.words
    FOR EACH ROW EXECUTE FUNCTION :ledger.words_follow();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER words_no_update BEFORE UPDATE ON :ledger.words
    FOR EACH ROW EXECUTE FUNCTION :ledger.history_is_kept();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER words_erased_first BEFORE DELETE ON :ledger.words
    FOR EACH ROW EXECUTE FUNCTION :ledger.words_erased_first();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER words_no_truncate BEFORE TRUNCATE ON :ledger.words
    FOR EACH STATEMENT EXECUTE FUNCTION :ledger.history_is_kept();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER commands_only_append BEFORE INSERT ON :ledger.commands
    FOR EACH ROW EXECUTE FUNCTION :ledger.commands_follow();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER commands_no_change BEFORE UPDATE OR DELETE ON :ledger.commands
    FOR EACH ROW EXECUTE FUNCTION :ledger.history_is_kept();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER commands_no_truncate BEFORE TRUNCATE ON :ledger.commands
    FOR EACH STATEMENT EXECUTE FUNCTION :ledger.history_is_kept();
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.json_or_null(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $text$
    SELECT coalesce(to_json(value)::text, 'null')
$text$;
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.event_hash(ledger_id text, e :ledger.events) RETURNS text
LANGUAGE sql IMMUTABLE AS $text$
    SELECT encode(sha256(convert_to(
        '["vekha/1",' || to_json(ledger_id)::text
        || ',' || e.position || ',' || to_json(e.stream)::text || ',' || e.version
        || ',' || to_json(e.type)::text || ',' || e.type_version
        || ',' || to_json(e.actor_id)::text || ',' || :ledger.json_or_null(e.principal_id)
        || ',' || :ledger.json_or_null(e.login_id) || ',' || to_json(e.auth_method)::text
        || ',' || to_json(e.recorded_at)::text || ',' || to_json(e.effective_on)::text
        || ',' || to_json(e.command_id)::text || ',' || e.ordinal
        || ',' || to_json(e.facts)::text || ',' || :ledger.json_or_null(e.words_commitment)
        || ',' || to_json(e.prev_hash)::text || ']', 'UTF8')), 'hex')
$text$;
-- --------------------------------------------------------------------------------------
-- Record a note that somebody was refused something; called by append and by the program.
CREATE FUNCTION :ledger.note_refusal(note json) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $note$
    INSERT INTO :ledger.refusals (noted_at, command_id, actor_id, code, step, stream)
    VALUES (note ->> 'noted_at', note ->> 'command_id', note ->> 'actor_id',
            note ->> 'code', note ->> 'step', note ->> 'stream')
$note$;
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.refuse(request json, code text, facts json) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $refuse$
BEGIN
    IF code <> 'conflict' THEN
        PERFORM :ledger.note_refusal(json_build_object(
            'noted_at', request ->> 'recorded_at', 'command_id', request ->> 'command_id',
            'actor_id', request ->> 'actor_id', 'code', code, 'step', 'append',
            'stream', request #>> '{events,0,stream}'));
    END IF;
    RETURN json_build_object('outcome', code, 'facts', facts);
END
$refuse$;
-- --------------------------------------------------------------------------------------
-- Who is speaking: the id of the login under which session_user acts for this person today.
CREATE FUNCTION :ledger.login_of(person text, day text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $login$
    SELECT l.id FROM :ledger.logins AS l JOIN :ledger.words AS w ON w.position = l.position
    WHERE l.realm = 'postgresql' AND w.text::json ->> 'login' = session_user
      AND l.person = login_of.person AND l.valid_from <= login_of.day
      AND (l.valid_to IS NULL OR login_of.day <= l.valid_to)
    ORDER BY l.position LIMIT 1
$login$;
-- --------------------------------------------------------------------------------------
-- Write the read rows of a batch; answers the table of the first row that belies its event.
CREATE FUNCTION :ledger.write_rows(request json, first bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $rows$
DECLARE
    ledger CONSTANT text := :'ledger';
    entry json;
    target text;
    event :ledger.events;
    expected text;
BEGIN
    FOR entry IN SELECT r FROM json_array_elements(request -> 'rows') AS r LOOP
        target := entry ->> 'table';
        SELECT * INTO event FROM :ledger.events AS e
            WHERE e.position = first + (entry ->> 'ordinal')::bigint - 1;
        IF event.position IS NULL
           OR NOT EXISTS (SELECT 1 FROM :ledger.read_tables AS t WHERE t.name = target) THEN
            RETURN target;
        END IF;
        IF target = 'occurrences' THEN
            SELECT s.status INTO expected
                FROM :ledger.events AS e JOIN :ledger.step_states AS s ON s.type = e.type
                WHERE e.stream = event.stream AND e.version <= event.version
                  AND s.status IS NOT NULL
                ORDER BY e.version DESC LIMIT 1;
            IF entry #>> '{values,id}' IS DISTINCT FROM event.stream
               OR NOT EXISTS (SELECT 1 FROM :ledger.step_states AS s WHERE s.type = event.type)
               OR expected IS NULL
               OR entry #>> '{values,status}' IS DISTINCT FROM expected THEN
                RETURN target;
            END IF;
        END IF;
        EXECUTE format('DELETE FROM %I.%I WHERE id = $1', ledger, target)
            USING entry #>> '{values,id}';
        EXECUTE format('INSERT INTO %1$I.%2$I SELECT * FROM json_populate_record(null::%1$I.%2$I, $1)',
                       ledger, target)
            USING ((entry -> 'values')::jsonb || jsonb_build_object('position', event.position))::json;
    END LOOP;
    RETURN null;
END
$rows$;
-- --------------------------------------------------------------------------------------
-- Record a batch whole, or answer why not. One statement, so nobody waits for a network.
CREATE FUNCTION :ledger.append(request json) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $append$
DECLARE
    known :ledger.commands;
    opened json;
    head :ledger.events;
    fresh :ledger.events;
    entry json;
    first bigint;
    last bigint;
    actual bigint;
    mapped json;
    names text[];
    genesis CONSTANT text[] := ARRAY['LedgerOpened', 'PersonRegistered', 'LoginMapped', 'RolesGranted'];
    acting_login text := null;
    method text := 'simulated';
    today text;
    refused_row text;
BEGIN
    PERFORM 1 FROM :ledger.append_lock FOR UPDATE;

    SELECT * INTO known FROM :ledger.commands AS c WHERE c.command_id = request ->> 'command_id';
    IF known.command_id IS NOT NULL THEN
        IF (known.actor_id, known.digest) = (request ->> 'actor_id', request ->> 'digest') THEN
            RETURN json_build_object('outcome', 'repeated', 'first', known.first_position,
                                     'last', known.last_position);
        END IF;
        RETURN :ledger.refuse(request, 'command_reused',
                              json_build_object('command_id', known.command_id));
    END IF;

    SELECT * INTO head FROM :ledger.events AS e ORDER BY e.position DESC LIMIT 1;
    SELECT array_agg(e ->> 'type') INTO names FROM json_array_elements(request -> 'events') AS e;
    IF head.position IS NULL THEN
        opened := (request #>> '{events,0,facts}')::json;
        SELECT e INTO mapped FROM json_array_elements(request -> 'events') AS e
            WHERE e ->> 'type' = 'LoginMapped' LIMIT 1;
        IF names IS DISTINCT FROM genesis THEN
            RETURN :ledger.refuse(request, 'not_open', '{}');
        END IF;
        IF opened ->> 'purpose' = 'office' AND (
               (mapped ->> 'facts')::json ->> 'realm' IS DISTINCT FROM 'postgresql'
               OR (mapped ->> 'words')::json ->> 'login' IS DISTINCT FROM session_user::text) THEN
            RETURN :ledger.refuse(request, 'genesis_login', '{}');
        END IF;
    ELSE
        SELECT e.facts::json INTO opened FROM :ledger.events AS e WHERE e.position = 1;
        IF 'LedgerOpened' = ANY (names) THEN
            RETURN :ledger.refuse(request, 'already_open', '{}');
        END IF;
    END IF;

    IF opened ->> 'purpose' IS DISTINCT FROM 'rehearsal' THEN
        IF abs(extract(epoch FROM clock_timestamp() - (request ->> 'recorded_at')::timestamptz)) > 120
        THEN
            RETURN :ledger.refuse(request, 'clock', '{}');
        END IF;
        method := 'postgresql';
        today := to_char((request ->> 'recorded_at')::timestamptz
                         AT TIME ZONE (opened ->> 'time_zone'), 'YYYY-MM-DD');
        IF head.position IS NULL THEN
            acting_login := (mapped ->> 'facts')::json ->> 'login_id';
        ELSE
            acting_login := :ledger.login_of(request ->> 'actor_id', today);
        END IF;
        IF acting_login IS NULL THEN
            RETURN :ledger.refuse(request, 'login_not_mapped',
                                  json_build_object('login', session_user::text));
        END IF;
    END IF;

    FOR entry IN SELECT s FROM json_array_elements(request -> 'streams') AS s LOOP
        SELECT coalesce(max(e.version), 0) INTO actual FROM :ledger.events AS e
            WHERE e.stream = entry ->> 'stream';
        IF actual <> (entry ->> 'expected')::bigint THEN
            RETURN :ledger.refuse(request, 'conflict', json_build_object(
                'stream', entry ->> 'stream', 'expected', (entry ->> 'expected')::bigint,
                'actual', actual));
        END IF;
    END LOOP;

    first := coalesce(head.position, 0) + 1;
    last := first - 1;
    fresh.hash := coalesce(head.hash, repeat('0', 64));
    BEGIN
        FOR entry IN SELECT e FROM json_array_elements(request -> 'events') AS e LOOP
            last := last + 1;
            fresh.prev_hash := fresh.hash;
            fresh.position := last;
            fresh.stream := entry ->> 'stream';
            fresh.version := (entry ->> 'version')::bigint;
            fresh.type := entry ->> 'type';
            fresh.type_version := (entry ->> 'type_version')::bigint;
            fresh.actor_id := request ->> 'actor_id';
            fresh.principal_id := request ->> 'principal_id';
            fresh.login_id := acting_login;
            fresh.auth_method := method;
            fresh.recorded_at := request ->> 'recorded_at';
            fresh.effective_on := entry ->> 'effective_on';
            fresh.command_id := request ->> 'command_id';
            fresh.ordinal := last - first + 1;
            fresh.facts := entry ->> 'facts';
            fresh.words_commitment := encode(sha256(decode(entry ->> 'salt', 'hex')
                                             || convert_to(entry ->> 'words', 'UTF8')), 'hex');
            fresh.hash := :ledger.event_hash(opened ->> 'ledger_id', fresh);
            INSERT INTO :ledger.events SELECT fresh.*;
            IF entry ->> 'words' IS NOT NULL THEN
                INSERT INTO :ledger.words (position, salt, text)
                    VALUES (last, entry ->> 'salt', entry ->> 'words');
            END IF;
        END LOOP;

        INSERT INTO :ledger.commands (command_id, actor_id, digest, first_position, last_position)
            VALUES (request ->> 'command_id', request ->> 'actor_id', request ->> 'digest', first, last);
        refused_row := :ledger.write_rows(request, first);
        IF refused_row IS NOT NULL THEN
            RAISE EXCEPTION 'bad_row' USING ERRCODE = 'VK001';
        END IF;
    EXCEPTION WHEN SQLSTATE 'VK001' THEN
        RETURN :ledger.refuse(request, 'bad_row', json_build_object('table', refused_row));
    END;
    RETURN json_build_object('outcome', 'recorded', 'first', first, 'last', last);
END
$append$;
-- --------------------------------------------------------------------------------------
REVOKE ALL ON FUNCTION :ledger.append(json), :ledger.write_rows(json, bigint),
    :ledger.refuse(json, text, json), :ledger.note_refusal(json), :ledger.login_of(text, text)
    FROM PUBLIC;
