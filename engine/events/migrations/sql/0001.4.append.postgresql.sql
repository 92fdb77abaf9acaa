-- The hash of a stored event: SHA-256 of its preimage. "append" makes the same text for a batch.
CREATE FUNCTION :ledger.event_hash(ledger_id text, e :ledger.events) RETURNS text
LANGUAGE sql IMMUTABLE AS $text$
    SELECT encode(sha256(convert_to(
        '["vekha/1",' || to_json(ledger_id)::text
        || ',' || e.position || ',' || to_json(e.stream)::text || ',' || e.version
        || ',' || to_json(e.type)::text || ',' || e.type_version
        || ',' || to_json(e.actor_id)::text || ',' || coalesce(to_json(e.principal_id)::text, 'null')
        || ',' || coalesce(to_json(e.login_id)::text, 'null') || ',' || to_json(e.auth_method)::text
        || ',' || coalesce(to_json(e.context)::text, 'null')
        || ',' || to_json(e.recorded_at)::text || ',' || to_json(e.effective_on)::text
        || ',' || to_json(e.command_id)::text || ',' || e.ordinal
        || ',' || coalesce(to_json(e.request_digest)::text, 'null')
        || ',' || to_json(e.facts)::text || ',' || coalesce(to_json(e.words_commitment)::text, 'null')
        || ',' || coalesce(to_json(e.signature)::text, 'null')
        || ',' || coalesce(to_json(e.key_id)::text, 'null')
        || ',' || to_json(e.prev_hash)::text || ']', 'UTF8')), 'hex')
$text$;
-- --------------------------------------------------------------------------------------
-- The logins that count in a realm on a day, the oldest first, and whose they are.
CREATE FUNCTION :ledger.logins_of(realm text, login text, day text)
RETURNS TABLE (id text, holder text)
LANGUAGE plpgsql STABLE AS $logins$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.id, l.holder FROM :ledger.logins AS l
    JOIN :ledger.words AS w ON w.position = l.position
    LEFT JOIN :ledger.closures AS c ON c.id = l.holder
    WHERE l.realm = logins_of.realm AND w.text::json ->> 'login' = logins_of.login
      AND l.valid_from <= day AND (l.valid_to IS NULL OR day <= l.valid_to)
      AND (c.valid_to IS NULL OR day <= c.valid_to)
    ORDER BY l.position, l.id;
END
$logins$;
-- --------------------------------------------------------------------------------------
-- Note that somebody was refused something, with the login that tried; by append and the program.
CREATE FUNCTION :ledger.note_refusal(note json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $note$
DECLARE
    known record;
    zone CONSTANT text := coalesce((SELECT e.facts::json ->> 'time_zone' FROM :ledger.events AS e
                                    WHERE e.position = 1), 'UTC');
    day CONSTANT text := to_char((note ->> 'noted_at')::timestamptz AT TIME ZONE zone, 'YYYY-MM-DD');
BEGIN
    SELECT l.id, l.holder INTO known
        FROM :ledger.logins_of('postgresql', session_user::text, day) AS l LIMIT 1;
    INSERT INTO :ledger.refusals
        (noted_at, command_id, actor_id, code, step, stream, login_id, login, service)
    VALUES (note ->> 'noted_at', note ->> 'command_id', note ->> 'actor_id', note ->> 'code',
            note ->> 'step', note ->> 'stream', known.id,
            CASE WHEN known.id IS NULL THEN session_user::text END,
            CASE WHEN known.holder LIKE 'service/%' THEN known.holder END);
END
$note$;
-- --------------------------------------------------------------------------------------
-- Check who is speaking for "actor": answers login, method and service, or a refusal.
CREATE FUNCTION :ledger.identified(
    actor text, vouched text, day text,
    OUT login_id text, OUT auth_method text, OUT service text, OUT refusal json)
LANGUAGE plpgsql STABLE AS $identified$
BEGIN
    auth_method := 'postgresql';
    IF vouched IS NULL THEN
        SELECT l.id INTO login_id FROM :ledger.logins_of(auth_method, session_user::text, day) AS l
            WHERE l.holder = actor LIMIT 1;
    ELSE
        SELECT l.holder INTO service
            FROM :ledger.logins_of(auth_method, session_user::text, day) AS l
            WHERE l.holder LIKE 'service/%' LIMIT 1;
        IF service IS NULL THEN
            refusal := json_build_object('outcome', 'no_service', 'facts',
                                         json_build_object('login', session_user::text));
            RETURN;
        END IF;
        auth_method := 'web';
        SELECT l.id INTO login_id FROM :ledger.logins_of(auth_method, vouched, day) AS l
            WHERE l.holder = actor LIMIT 1;
    END IF;
    IF login_id IS NULL THEN
        refusal := json_build_object('outcome', 'login_not_mapped', 'facts',
            json_build_object('login', coalesce(vouched, session_user::text)));
    END IF;
END
$identified$;
-- --------------------------------------------------------------------------------------
-- Check the read rows of a batch against its events; answers the first table that belies them.
CREATE FUNCTION :ledger.belied(given json, streams text[], versions bigint[], states text[])
RETURNS text LANGUAGE plpgsql AS $belied$
DECLARE
    own CONSTANT text[] := ARRAY[
        'parties', 'names', 'aliases', 'logins', 'roles', 'memberships', 'members', 'places',
        'deputies', 'keys', 'mergers', 'successions', 'closures'];
    target text;
BEGIN
    FOR target IN SELECT json_object_keys(given) LOOP
        IF target = ANY (own)
           OR NOT EXISTS (SELECT 1 FROM :ledger.read_tables AS t WHERE t.name = target) THEN
            RETURN target;
        END IF;
    END LOOP;
    IF EXISTS (
        SELECT 1
        FROM json_to_recordset(given -> 'occurrences') AS r (
            ordinal int, id text, version bigint, status text)
        WHERE r.id IS DISTINCT FROM streams[r.ordinal]
           OR r.id NOT LIKE 'occurrence/%'
           OR r.id = streams[r.ordinal + 1]
           OR r.version IS DISTINCT FROM versions[r.ordinal]
           OR r.status IS DISTINCT FROM states[r.ordinal]) THEN
        RETURN 'occurrences';
    END IF;
    RETURN null;
END
$belied$;
-- --------------------------------------------------------------------------------------
-- Record a batch whole, or answer why not. Everything is looked at set-wise; only the chain is a loop.
-- Texts of an event go into arrays of one length once, and are never parsed again. What is looked up
-- in history is a subquery with an index, so that no plan ever reads the whole of it.
CREATE FUNCTION :ledger.record(vouched text, request json) RETURNS json
LANGUAGE plpgsql AS $record$
#variable_conflict use_column
DECLARE
    in_register CONSTANT text := '^(service|person|organisation|post|group)/';
    genesis CONSTANT text[] := ARRAY['LedgerOpened', 'PersonRegistered', 'LoginMapped', 'RolesGranted'];
    naming CONSTANT text[] := ARRAY[
        'PersonRegistered', 'PersonRenamed', 'ServiceRegistered', 'OrganisationRegistered',
        'PostRegistered', 'GroupRegistered', 'PartyRenamed', 'AliasesAdded', 'LoginMapped'];
    r record;
    known :ledger.commands;
    opened json;
    head :ledger.events;
    who record;
    mapped int;
    bad record;
    moved bigint;
    belied text;
    first bigint;
    last bigint;
    streams text[];
    versions bigint[];
    types text[];
    type_versions bigint[];
    days text[];
    facts text[];
    salts text[];
    words text[];
    principals text[];
    signatures text[];
    key_ids text[];
    contexts text[];
    commitments text[];
    sources text[];
    dests text[];
    pres text[];
    prevs text[];
    hashes text[];
    pre text;
    prev text;
    entry :ledger.events;
    target text;
BEGIN
    PERFORM 1 FROM :ledger.append_lock FOR UPDATE;

    SELECT * INTO r FROM json_to_record(request) AS (
        command_id text, actor_id text, request_digest text, recorded_at text, register bigint,
        streams json, events json, rows json);
    SELECT * INTO known FROM :ledger.commands AS c WHERE c.command_id = r.command_id;
    IF known.command_id IS NOT NULL THEN
        IF (known.actor_id, known.request_digest) = (r.actor_id, r.request_digest) THEN
            RETURN json_build_object(
                'outcome', 'repeated', 'first', known.first_position, 'last', known.last_position,
                'hash', (SELECT e.hash FROM :ledger.events AS e
                         WHERE e.position = known.last_position));
        END IF;
        RETURN json_build_object('outcome', 'command_reused',
                                 'facts', json_build_object('command_id', known.command_id));
    END IF;

    SELECT * INTO head FROM :ledger.events AS e ORDER BY e.position DESC LIMIT 1;
    IF head.position IS NULL THEN
        SELECT array_agg(e.type), min(e.facts) FILTER (WHERE e.type = 'LedgerOpened')
            INTO types, belied FROM json_to_recordset(r.events) AS e (type text, facts text);
        IF types IS DISTINCT FROM genesis THEN
            RETURN json_build_object('outcome', 'not_open', 'facts', json_build_object());
        END IF;
        opened := belied::json;
        SELECT e.facts::json ->> 'term' AS login_id, 'postgresql' AS auth_method,
               null::text AS service, e.facts::json ->> 'realm' AS realm,
               e.words::json ->> 'login' AS login INTO who
            FROM json_to_recordset(r.events) AS e (type text, facts text, words text)
            WHERE e.type = 'LoginMapped';
        IF opened ->> 'purpose' = 'office' AND (who.realm IS DISTINCT FROM 'postgresql'
                                                OR who.login IS DISTINCT FROM session_user::text) THEN
            RETURN json_build_object('outcome', 'genesis_login', 'facts', json_build_object());
        END IF;
    ELSE
        SELECT e.facts::json INTO opened FROM :ledger.events AS e WHERE e.position = 1;
    END IF;

    IF opened ->> 'purpose' = 'rehearsal' THEN
        SELECT null::text AS login_id, 'simulated' AS auth_method, null::text AS service INTO who;
    ELSE
        IF abs(extract(epoch FROM clock_timestamp() - r.recorded_at::timestamptz)) > 120 THEN
            RETURN json_build_object('outcome', 'clock', 'facts', json_build_object());
        END IF;
        IF head.position IS NOT NULL THEN
            SELECT * INTO who FROM :ledger.identified(r.actor_id, vouched, to_char(
                r.recorded_at::timestamptz AT TIME ZONE (opened ->> 'time_zone'), 'YYYY-MM-DD'));
            IF who.refusal IS NOT NULL THEN
                RETURN who.refusal;
            END IF;
        END IF;
    END IF;

    first := coalesce(head.position, 0) + 1;
    SELECT array_agg(e.stream), array_agg(e.version), array_agg(e.type), array_agg(e.type_version),
           array_agg(e.effective_on), array_agg(e.facts), array_agg(e.salt), array_agg(e.words),
           array_agg(e.principal_id), array_agg(e.signature), array_agg(e.key_id),
           array_agg(c.context), array_agg(c.commitment), array_agg(c.source), array_agg(c.dest),
           array_agg('["vekha/1",' || to_json(opened ->> 'ledger_id')::text
               || ',' || first + e.n - 1 || ',' || to_json(e.stream)::text || ',' || e.version
               || ',' || to_json(e.type)::text || ',' || e.type_version
               || ',' || to_json(r.actor_id)::text
               || ',' || coalesce(to_json(e.principal_id)::text, 'null')
               || ',' || coalesce(to_json(who.login_id)::text, 'null')
               || ',' || to_json(who.auth_method)::text
               || ',' || coalesce(to_json(c.context)::text, 'null')
               || ',' || to_json(r.recorded_at)::text || ',' || to_json(e.effective_on)::text
               || ',' || to_json(r.command_id)::text || ',' || e.n
               || ',' || CASE WHEN e.n = 1 THEN to_json(r.request_digest)::text ELSE 'null' END
               || ',' || to_json(e.facts)::text
               || ',' || coalesce(to_json(c.commitment)::text, 'null')
               || ',' || coalesce(to_json(e.signature)::text, 'null')
               || ',' || coalesce(to_json(e.key_id)::text, 'null') || ',"')
        INTO streams, versions, types, type_versions, days, facts, salts, words, principals,
             signatures, key_ids, contexts, commitments, sources, dests, pres
        FROM ROWS FROM (json_to_recordset(r.events) AS (
                stream text, version bigint, type text, type_version bigint, effective_on text,
                facts text, salt text, words text, principal_id text, capacity text,
                source_sha256 text, source_table bigint, source_row bigint, signature text,
                key_id text))
            WITH ORDINALITY AS e (
                stream, version, type, type_version, effective_on, facts, salt, words, principal_id,
                capacity, source_sha256, source_table, source_row, signature, key_id, n)
        CROSS JOIN LATERAL (SELECT
            encode(sha256(decode(e.salt, 'hex') || convert_to(e.words, 'UTF8')), 'hex')
                AS commitment,
            CASE WHEN e.stream LIKE 'occurrence/%' THEN coalesce(e.facts::json ->> 'from', '')
                 ELSE '' END AS source,
            CASE WHEN e.stream LIKE 'occurrence/%' THEN coalesce(e.facts::json ->> 'to', '')
                 ELSE '' END AS dest,
            CASE WHEN e.capacity <> 'own' OR who.service IS NOT NULL OR e.source_sha256 IS NOT NULL
                 THEN '{"capacity":' || to_json(e.capacity)::text
                      || ',"service":' || coalesce(to_json(who.service)::text, 'null')
                      || ',"source":' || CASE WHEN e.source_sha256 IS NULL THEN 'null' ELSE
                         '{"row":' || coalesce(e.source_row::text, 'null')
                         || ',"sha256":' || to_json(e.source_sha256)::text
                         || ',"table":' || coalesce(e.source_table::text, 'null') || '}' END
                      || '}' END AS context
            OFFSET 0) AS c;

    IF head.position IS NOT NULL AND 'LedgerOpened' = ANY (types) THEN
        RETURN json_build_object('outcome', 'already_open', 'facts', json_build_object());
    END IF;

    IF r.register IS NOT NULL AND types && naming THEN
        SELECT max(g.last) INTO moved FROM (
            SELECT max(position) AS last FROM :ledger.parties
            UNION ALL SELECT max(position) FROM :ledger.names
            UNION ALL SELECT max(position) FROM :ledger.aliases
            UNION ALL SELECT max(position) FROM :ledger.logins
            UNION ALL SELECT max(position) FROM :ledger.mergers) AS g;
        IF moved > r.register THEN
            RETURN json_build_object('outcome', 'register_moved',
                                     'facts', json_build_object('position', moved));
        END IF;
    END IF;

    SELECT s.stream, s.expected, s.actual INTO bad
        FROM (SELECT g.stream, g.expected, g.n,
                     coalesce((SELECT e.version FROM :ledger.events AS e WHERE e.stream = g.stream
                               ORDER BY e.version DESC LIMIT 1), 0) AS actual
              FROM ROWS FROM (json_to_recordset(r.streams) AS (stream text, expected bigint))
                   WITH ORDINALITY AS g (stream, expected, n)) AS s
        WHERE s.actual <> s.expected ORDER BY s.n LIMIT 1;
    IF bad.stream IS NOT NULL THEN
        RETURN json_build_object('outcome', 'conflict', 'facts', json_build_object(
            'stream', bad.stream, 'expected', bad.expected, 'actual', bad.actual));
    END IF;

    -- Events of one stream follow each other in a batch.
    SELECT g.* INTO bad
        FROM (
            SELECT e.n, e.stream, e.type, e.type_version, e.source, e.dest, k.kind,
                   CASE WHEN e.stream = streams[e.n - 1] THEN dests[e.n - 1]
                        WHEN k.kind = 'occurrence' THEN
                            coalesce((SELECT b.facts::json ->> 'to' FROM :ledger.events AS b
                                      WHERE b.stream = e.stream AND b.version = e.version - 1), '')
                        ELSE '' END AS before,
                   (SELECT v.who FROM :ledger.vocabulary AS v
                    WHERE v.stream_kind = k.kind AND v.type = e.type
                      AND v.type_version = e.type_version
                      AND v.state_from = e.source AND v.state_to = e.dest) AS who
            FROM unnest(streams, versions, types, type_versions, sources, dests)
                 WITH ORDINALITY AS e (stream, version, type, type_version, source, dest, n)
            CROSS JOIN LATERAL (SELECT
                CASE WHEN (e.stream = 'ledger') = (split_part(e.stream, '/', 1) = 'ledger')
                      AND (e.stream = 'ledger') <> (position('/' IN e.stream) > 0
                           AND right(e.stream, 1) <> '/')
                     THEN split_part(e.stream, '/', 1) ELSE '' END AS kind OFFSET 0) AS k) AS g
        WHERE g.who IS NULL OR g.source <> g.before
           OR (g.who = 'clock') <> (r.actor_id LIKE 'service/%')
        ORDER BY g.n LIMIT 1;
    IF bad.stream IS NOT NULL THEN
        RETURN CASE
            WHEN NOT EXISTS (SELECT 1 FROM :ledger.vocabulary AS t
                             WHERE (t.stream_kind, t.type, t.type_version)
                                 = (bad.kind, bad.type, bad.type_version)) THEN
                json_build_object('outcome', 'unknown_event', 'facts',
                    json_build_object('stream', bad.stream, 'type', bad.type))
            WHEN bad.who IS NULL OR bad.source <> bad.before THEN
                json_build_object('outcome', 'bad_step', 'facts', json_build_object(
                    'stream', bad.stream, 'type', bad.type,
                    'before', coalesce(nullif(bad.before, ''), '–'),
                    'source', coalesce(nullif(bad.source, ''), '–'), 'dest', bad.dest))
            ELSE json_build_object('outcome', 'clock_event', 'facts',
                json_build_object('type', bad.type)) END;
    END IF;

    belied := :ledger.belied(r.rows, streams, versions, dests);
    IF belied IS NOT NULL THEN
        RETURN json_build_object('outcome', 'bad_row',
                                 'facts', json_build_object('table', belied));
    END IF;

    prev := coalesce(head.hash, repeat('0', 64));
    FOREACH pre IN ARRAY pres LOOP
        prevs := prevs || prev;
        prev := encode(sha256(convert_to(pre || prev || '"]', 'UTF8')), 'hex');
        hashes := hashes || prev;
    END LOOP;
    last := first + cardinality(types) - 1;
    INSERT INTO :ledger.events
        SELECT first + e.n - 1, e.stream, e.version, e.type, e.type_version, r.actor_id, e.principal,
               who.login_id, who.auth_method, e.context, r.recorded_at, e.day, r.command_id, e.n,
               CASE WHEN e.n = 1 THEN r.request_digest END,
               e.facts, e.commitment, e.signature, e.key_id, e.prev, e.hash
        FROM unnest(streams, versions, types, type_versions, days, facts, principals, contexts,
                    commitments, signatures, key_ids, prevs, hashes)
             WITH ORDINALITY AS e (stream, version, type, type_version, day, facts, principal,
                    context, commitment, signature, key_id, prev, hash, n);
    IF cardinality(array_remove(words, null)) > 0 THEN
        INSERT INTO :ledger.words (position, salt, text)
            SELECT first + w.n - 1, w.salt, w.words
            FROM unnest(salts, words) WITH ORDINALITY AS w (salt, words, n)
            WHERE w.words IS NOT NULL;
    END IF;
    INSERT INTO :ledger.commands
        (last_position, first_position, command_id, actor_id, request_digest)
        VALUES (last, first, r.command_id, r.actor_id, r.request_digest);
    IF EXISTS (SELECT 1 FROM unnest(streams) AS s (name) WHERE s.name ~ in_register) THEN
        FOR entry IN SELECT * FROM :ledger.events AS e
            WHERE e.position BETWEEN first AND last AND e.stream ~ in_register
            ORDER BY e.position LOOP
            PERFORM :ledger.register_follows(entry);
        END LOOP;
    END IF;
    FOR target IN SELECT json_object_keys(r.rows) LOOP
        EXECUTE format('SELECT %I.%I($1, $2)', :'ledger', 'write_' || target)
            USING r.rows -> target, first;
    END LOOP;
    RETURN json_build_object('outcome', 'recorded', 'first', first, 'last', last, 'hash', prev);
END
$record$;
-- --------------------------------------------------------------------------------------
-- The answer to a request, which leaves a note where it is a refusal.
CREATE FUNCTION :ledger.noted(request json, answer json) RETURNS json
LANGUAGE plpgsql AS $noted$
BEGIN
    IF answer ->> 'outcome' NOT IN ('recorded', 'repeated', 'conflict', 'register_moved') THEN
        PERFORM :ledger.note_refusal(json_build_object(
            'noted_at', request ->> 'recorded_at', 'command_id', request ->> 'command_id',
            'actor_id', request ->> 'actor_id', 'code', answer ->> 'outcome', 'step', 'append',
            'stream', request #>> '{streams,0,stream}'));
    END IF;
    RETURN answer;
END
$noted$;
-- --------------------------------------------------------------------------------------
-- What a person records who is signed in at the server. One statement: no one waits for a network.
CREATE FUNCTION :ledger.append(request json) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $append$
DECLARE
    answer CONSTANT json := :ledger.record(null, request);
BEGIN
    RETURN :ledger.noted(request, answer);
END
$append$;
-- --------------------------------------------------------------------------------------
-- What a service records for a person of the realm "web": a right of its own, for services alone.
CREATE FUNCTION :ledger.append_vouched(login text, request json) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $append$
DECLARE
    answer CONSTANT json := :ledger.record(login, request);
BEGIN
    RETURN :ledger.noted(request, answer);
END
$append$;
-- --------------------------------------------------------------------------------------
REVOKE ALL ON FUNCTION :ledger.append(json), :ledger.append_vouched(text, json),
    :ledger.noted(json, json), :ledger.record(text, json), :ledger.identified(text, text, text),
    :ledger.belied(json, text[], bigint[], text[]), :ledger.note_refusal(json),
    :ledger.logins_of(text, text, text) FROM PUBLIC;
