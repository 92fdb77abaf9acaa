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
    auth_method      text COLLATE "C" NOT NULL,
    context          text COLLATE "C",
    recorded_at      text COLLATE "C" NOT NULL CHECK (length(recorded_at) = 27),
    effective_on     text COLLATE "C" NOT NULL CHECK (length(effective_on) = 10),
    command_id       text COLLATE "C" NOT NULL,
    ordinal          bigint NOT NULL CHECK (ordinal > 0),
    request_digest   text COLLATE "C",
    facts            text COLLATE "C" NOT NULL,
    words_commitment text COLLATE "C",
    signature        text COLLATE "C",
    key_id           text COLLATE "C",
    prev_hash        text COLLATE "C" NOT NULL CHECK (length(prev_hash) = 64),
    hash             text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
    UNIQUE (stream, version),
    UNIQUE (command_id, ordinal)
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.words (
    position bigint PRIMARY KEY,
    salt     text COLLATE "C" NOT NULL CHECK (length(salt) = 64),
    text     text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.commands (
    last_position  bigint PRIMARY KEY,
    first_position bigint NOT NULL,
    command_id     text COLLATE "C" NOT NULL UNIQUE,
    actor_id       text COLLATE "C" NOT NULL,
    request_digest text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.refusals (
    note       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    noted_at   text COLLATE "C" NOT NULL,
    command_id text COLLATE "C" NOT NULL,
    actor_id   text COLLATE "C" NOT NULL,
    code       text COLLATE "C" NOT NULL,
    step       text COLLATE "C" NOT NULL,
    stream     text COLLATE "C" NOT NULL,
    login_id   text COLLATE "C",
    login      text COLLATE "C",
    service    text COLLATE "C"
);
-- --------------------------------------------------------------------------------------
-- One row, locked by every append for the length of one statement: positions are gapless.
CREATE TABLE :ledger.append_lock (held boolean PRIMARY KEY DEFAULT true CHECK (held));
-- --------------------------------------------------------------------------------------
INSERT INTO :ledger.append_lock DEFAULT VALUES;
-- --------------------------------------------------------------------------------------
-- What the ledger takes; written from the program's own table when it is made or upgraded.
CREATE TABLE :ledger.vocabulary (
    stream_kind  text COLLATE "C" NOT NULL,
    type         text COLLATE "C" NOT NULL,
    type_version bigint NOT NULL,
    state_from   text COLLATE "C" NOT NULL,
    state_to     text COLLATE "C" NOT NULL,
    words        text COLLATE "C" NOT NULL,
    who          text COLLATE "C" NOT NULL,
    PRIMARY KEY (stream_kind, type, type_version, state_from, state_to)
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.vocabulary_number (number bigint PRIMARY KEY);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.read_tables (
    name    text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL
);
-- --------------------------------------------------------------------------------------
-- The register follows from events: parties (with persons and services), their names and the rest.
CREATE TABLE :ledger.parties (
    id       text COLLATE "C" PRIMARY KEY,
    kind     text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    hash     text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.names (
    id         text COLLATE "C" PRIMARY KEY,
    party      text COLLATE "C" NOT NULL,
    name       text COLLATE "C",
    valid_from text COLLATE "C",
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE INDEX names_by_party ON :ledger.names (party);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.aliases (
    id       text COLLATE "C" PRIMARY KEY,
    party    text COLLATE "C" NOT NULL,
    alias    text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    hash     text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE INDEX aliases_by_party ON :ledger.aliases (party);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.logins (
    id         text COLLATE "C" PRIMARY KEY,
    holder     text COLLATE "C" NOT NULL,
    realm      text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE INDEX logins_by_realm ON :ledger.logins (realm);
-- --------------------------------------------------------------------------------------
CREATE INDEX logins_by_holder ON :ledger.logins (holder);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.roles (
    id         text COLLATE "C" PRIMARY KEY,
    person     text COLLATE "C" NOT NULL,
    role       text COLLATE "C" NOT NULL,
    scope      text COLLATE "C",
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE INDEX roles_by_person ON :ledger.roles (person);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.memberships (
    id         text COLLATE "C" PRIMARY KEY,
    person     text COLLATE "C" NOT NULL,
    party      text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE INDEX memberships_by_person ON :ledger.memberships (person);
-- --------------------------------------------------------------------------------------
CREATE INDEX memberships_by_party ON :ledger.memberships (party);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.members (
    id         text COLLATE "C" PRIMARY KEY,
    party      text COLLATE "C" NOT NULL,
    member     text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE INDEX members_by_party ON :ledger.members (party);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.places (
    id         text COLLATE "C" PRIMARY KEY,
    party      text COLLATE "C" NOT NULL,
    parent     text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE INDEX places_by_party ON :ledger.places (party);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.deputies (
    id         text COLLATE "C" PRIMARY KEY,
    person     text COLLATE "C" NOT NULL,
    deputy     text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE INDEX deputies_by_deputy ON :ledger.deputies (deputy);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.keys (
    id         text COLLATE "C" PRIMARY KEY,
    holder     text COLLATE "C" NOT NULL,
    key_id     text COLLATE "C" NOT NULL,
    algorithm  text COLLATE "C" NOT NULL,
    public_key text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    valid_to   text COLLATE "C",
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE INDEX keys_by_holder ON :ledger.keys (holder);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.mergers (
    id         text COLLATE "C" PRIMARY KEY,
    into_party text COLLATE "C" NOT NULL,
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.successions (
    id         text COLLATE "C" PRIMARY KEY,
    successor  text COLLATE "C" NOT NULL,
    valid_from text COLLATE "C" NOT NULL,
    position   bigint NOT NULL,
    hash       text COLLATE "C" NOT NULL
);
-- --------------------------------------------------------------------------------------
CREATE TABLE :ledger.closures (
    id       text COLLATE "C" PRIMARY KEY,
    valid_to text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    hash     text COLLATE "C" NOT NULL
);
