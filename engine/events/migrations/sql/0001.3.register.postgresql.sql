CREATE FUNCTION :ledger.named(e :ledger.events, row_id text, name text, since text) RETURNS void
LANGUAGE sql AS $named$
    DELETE FROM :ledger.names AS n WHERE n.id = row_id;
    INSERT INTO :ledger.names (id, party, name, valid_from, position, hash)
        VALUES (row_id, e.stream, named.name, since, e.position, e.hash);
$named$;
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.aliases_added(e :ledger.events, row_id text, given json) RETURNS void
LANGUAGE sql AS $aliases$
    INSERT INTO :ledger.aliases (id, party, alias, position, hash)
        SELECT row_id || '/' || to_char(a.number, 'FM999999999000'), e.stream, a.alias,
               e.position, e.hash
        FROM json_array_elements_text(given) WITH ORDINALITY AS a (alias, number);
$aliases$;
-- --------------------------------------------------------------------------------------
CREATE FUNCTION :ledger.role_granted(
    e :ledger.events, term text, role text, scope text, since text, until text) RETURNS void
LANGUAGE sql AS $role$
    DELETE FROM :ledger.roles AS t WHERE t.id = term;
    INSERT INTO :ledger.roles (id, person, role, scope, valid_from, valid_to, position, hash)
        VALUES (term, e.stream, role_granted.role, role_granted.scope, since, until, e.position,
                e.hash);
$role$;
-- --------------------------------------------------------------------------------------
-- What begins a term, and what ends one: the row of a term has the term's own id.
CREATE FUNCTION :ledger.term_follows(e :ledger.events, f json) RETURNS void
LANGUAGE plpgsql AS $term$
DECLARE
    term CONSTANT text := f ->> 'term';
    since CONSTANT text := f ->> 'valid_from';
    until CONSTANT text := f ->> 'valid_to';
BEGIN
    CASE e.type
    WHEN 'LoginMapped' THEN
        DELETE FROM :ledger.logins AS t WHERE t.id = term;
        INSERT INTO :ledger.logins (id, holder, realm, valid_from, valid_to, position, hash)
            VALUES (term, e.stream, f ->> 'realm', since, until, e.position, e.hash);
    WHEN 'LoginEnded' THEN
        UPDATE :ledger.logins AS t SET valid_to = until WHERE t.id = term;
    WHEN 'RolesGranted' THEN
        PERFORM :ledger.role_granted(e, g.term, g.role, g.scope, since, until)
            FROM json_to_recordset(f -> 'roles') AS g (term text, role text, scope text);
    WHEN 'RoleEnded' THEN
        UPDATE :ledger.roles AS t SET valid_to = until WHERE t.id = term;
    WHEN 'MembershipStarted', 'PostTaken' THEN
        DELETE FROM :ledger.memberships AS t WHERE t.id = term;
        INSERT INTO :ledger.memberships (id, person, party, valid_from, valid_to, position, hash)
            VALUES (term, e.stream, f ->> 'party', since, until, e.position, e.hash);
    WHEN 'MembershipEnded', 'PostLeft' THEN
        UPDATE :ledger.memberships AS t SET valid_to = until WHERE t.id = term;
    WHEN 'MemberJoined' THEN
        DELETE FROM :ledger.members AS t WHERE t.id = term;
        INSERT INTO :ledger.members (id, party, member, valid_from, valid_to, position, hash)
            VALUES (term, e.stream, f ->> 'member', since, until, e.position, e.hash);
    WHEN 'MemberLeft' THEN
        UPDATE :ledger.members AS t SET valid_to = until WHERE t.id = term;
    WHEN 'OrganisationPlaced' THEN
        DELETE FROM :ledger.places AS t WHERE t.id = term;
        INSERT INTO :ledger.places (id, party, parent, valid_from, valid_to, position, hash)
            VALUES (term, e.stream, f ->> 'parent', since, until, e.position, e.hash);
    WHEN 'PlaceEnded' THEN
        UPDATE :ledger.places AS t SET valid_to = until WHERE t.id = term;
    WHEN 'DeputyAppointed' THEN
        DELETE FROM :ledger.deputies AS t WHERE t.id = term;
        INSERT INTO :ledger.deputies (id, person, deputy, valid_from, valid_to, position, hash)
            VALUES (term, e.stream, f ->> 'deputy', since, until, e.position, e.hash);
    WHEN 'DeputyEnded' THEN
        UPDATE :ledger.deputies AS t SET valid_to = until WHERE t.id = term;
    WHEN 'KeyRegistered' THEN
        DELETE FROM :ledger.keys AS t WHERE t.id = term;
        INSERT INTO :ledger.keys
            (id, holder, key_id, algorithm, public_key, valid_from, valid_to, position, hash)
            VALUES (term, e.stream, f ->> 'key_id', f ->> 'algorithm', f ->> 'public_key', since,
                    until, e.position, e.hash);
    WHEN 'KeyRevoked' THEN
        UPDATE :ledger.keys AS t SET valid_to = until WHERE t.id = term;
    ELSE
        NULL;
    END CASE;
END
$term$;
-- --------------------------------------------------------------------------------------
-- What one event changes in the register, as engine/events/register.py has it.
CREATE FUNCTION :ledger.register_follows(e :ledger.events) RETURNS void
LANGUAGE plpgsql AS $register$
DECLARE
    f CONSTANT json := e.facts::json;
    row_id CONSTANT text := e.stream || '/' || to_char(e.version, 'FM999999999000000');
BEGIN
    CASE e.type
    WHEN 'PersonRegistered', 'ServiceRegistered', 'OrganisationRegistered', 'PostRegistered',
         'GroupRegistered' THEN
        DELETE FROM :ledger.parties AS p WHERE p.id = e.stream;
        INSERT INTO :ledger.parties (id, kind, position, hash)
            VALUES (e.stream, split_part(e.stream, '/', 1), e.position, e.hash);
        PERFORM :ledger.named(e, row_id, f ->> 'name', null);
        PERFORM :ledger.aliases_added(e, row_id, f -> 'aliases');
    WHEN 'PersonRenamed', 'PartyRenamed' THEN
        PERFORM :ledger.named(e, row_id, f ->> 'name', f ->> 'valid_from');
    WHEN 'AliasesAdded' THEN
        PERFORM :ledger.aliases_added(e, row_id, f -> 'aliases');
    WHEN 'AliasesRemoved' THEN
        DELETE FROM :ledger.aliases AS a WHERE a.party = e.stream
            AND a.alias IN (SELECT json_array_elements_text(f -> 'aliases'));
    WHEN 'PartyMerged' THEN
        DELETE FROM :ledger.mergers AS m WHERE m.id = e.stream;
        INSERT INTO :ledger.mergers (id, into_party, position, hash)
            VALUES (e.stream, f ->> 'into', e.position, e.hash);
    WHEN 'PartyUnmerged' THEN
        DELETE FROM :ledger.mergers AS m WHERE m.id = e.stream;
    WHEN 'OrganisationSucceeded' THEN
        DELETE FROM :ledger.successions AS s WHERE s.id = e.stream;
        INSERT INTO :ledger.successions (id, successor, valid_from, position, hash)
            VALUES (e.stream, f ->> 'successor', f ->> 'valid_from', e.position, e.hash);
    WHEN 'OrganisationClosed', 'ServiceEnded' THEN
        DELETE FROM :ledger.closures AS c WHERE c.id = e.stream;
        INSERT INTO :ledger.closures (id, valid_to, position, hash)
            VALUES (e.stream, f ->> 'valid_to', e.position, e.hash);
    ELSE
        PERFORM :ledger.term_follows(e, f);
    END CASE;
END
$register$;
-- --------------------------------------------------------------------------------------
REVOKE ALL ON FUNCTION :ledger.register_follows(:ledger.events),
    :ledger.named(:ledger.events, text, text, text),
    :ledger.aliases_added(:ledger.events, text, json),
    :ledger.term_follows(:ledger.events, json),
    :ledger.role_granted(:ledger.events, text, text, text, text, text) FROM PUBLIC;
