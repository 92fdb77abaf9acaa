-- Guards: history is only appended to. By statement, so that a batch is looked at once.
CREATE FUNCTION :ledger.history_is_kept() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    RAISE EXCEPTION 'guard %: history is never changed', TG_NAME USING ERRCODE = '42501';
END
$guard$;
-- --------------------------------------------------------------------------------------
-- Each event follows the one before it, in the log and in its stream; its keys see to the rest. What is
-- looked up in history is a subquery of its own, so that no plan ever reads the whole of it.
CREATE FUNCTION :ledger.events_follow() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF EXISTS (
        SELECT 1 FROM fresh AS n
        WHERE n.prev_hash IS DISTINCT FROM
              CASE WHEN n.position = 1 THEN repeat('0', 64) ELSE
                  (SELECT b.hash FROM :ledger.events AS b WHERE b.position = n.position - 1) END
           OR (n.version > 1 AND coalesce(
                  (SELECT v.position FROM :ledger.events AS v
                   WHERE v.stream = n.stream AND v.version = n.version - 1),
                  n.position) >= n.position)
           OR (n.ordinal = 1) <> (n.request_digest IS NOT NULL)) THEN
        RAISE EXCEPTION 'guard %: an event follows the last one', TG_NAME USING ERRCODE = '42501';
    END IF;
    RETURN null;
END
$guard$;
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.words_follow() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh AS n
               WHERE (SELECT e.words_commitment FROM :ledger.events AS e
                      WHERE e.position = n.position) IS NULL) THEN
        RAISE EXCEPTION 'guard %: words belong to one event', TG_NAME USING ERRCODE = '42501';
    END IF;
    RETURN null;
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
    IF EXISTS (
        SELECT 1 FROM fresh AS n
        WHERE (n.first_position > 1 AND
               (SELECT c.last_position FROM :ledger.commands AS c
                WHERE c.last_position = n.first_position - 1) IS NULL)
           OR (SELECT e.position FROM :ledger.events AS e
               WHERE e.position = n.last_position AND e.command_id = n.command_id
                 AND e.ordinal = n.last_position - n.first_position + 1) IS NULL
           OR (SELECT e.position FROM :ledger.events AS e
               WHERE e.position = n.first_position AND e.actor_id = n.actor_id
                 AND e.request_digest = n.request_digest) IS NULL) THEN
        RAISE EXCEPTION 'guard %: a command is kept once', TG_NAME USING ERRCODE = '42501';
    END IF;
    RETURN null;
END
$guard$;
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_only_append AFTER INSERT ON :ledger.events
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION :ledger.events_follow();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON :ledger.events
    FOR EACH ROW EXECUTE FUNCTION :ledger.history_is_kept();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON :ledger.events
    FOR EACH STATEMENT EXECUTE FUNCTION :ledger.history_is_kept();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER words_only_new AFTER INSERT ON :ledger.words
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION :ledger.words_follow();
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
CREATE TRIGGER commands_only_append AFTER INSERT ON :ledger.commands
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION :ledger.commands_follow();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER commands_no_change BEFORE UPDATE OR DELETE ON :ledger.commands
    FOR EACH ROW EXECUTE FUNCTION :ledger.history_is_kept();
-- --------------------------------------------------------------------------------------
CREATE TRIGGER commands_no_truncate BEFORE TRUNCATE ON :ledger.commands
    FOR EACH STATEMENT EXECUTE FUNCTION :ledger.history_is_kept();
