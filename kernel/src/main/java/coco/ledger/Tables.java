package coco.ledger;

import coco.crypto.Bytes;

/** Names of the built-in tables; those that begin with {@code public:} are in clear in the ledger. */
public final class Tables {
    /** What a table's name begins with if its content is in clear. */
    public static final String PUBLIC = "public:";

    public static final String NODES_INFO = "public:ccf.gov.nodes.info";
    public static final String NODES_ENDORSED_CERTIFICATES = "public:ccf.gov.nodes.endorsed_certificates";
    public static final String SERVICE_INFO = "public:ccf.gov.service.info";
    public static final String SERVICE_CONFIG = "public:ccf.gov.service.config";
    public static final String PREVIOUS_SERVICE_IDENTITY = "public:ccf.gov.service.previous_service_identity";
    public static final String CONSTITUTION = "public:ccf.gov.constitution";
    public static final String MEMBERS_INFO = "public:ccf.gov.members.info";
    public static final String MEMBERS_CERTIFICATES = "public:ccf.gov.members.certs";
    public static final String MEMBERS_ENCRYPTION_KEYS = "public:ccf.gov.members.encryption_public_keys";
    public static final String MEMBERS_ACKS = "public:ccf.gov.members.acks";
    public static final String USERS_INFO = "public:ccf.gov.users.info";
    public static final String USERS_CERTIFICATES = "public:ccf.gov.users.certs";
    public static final String PROPOSALS = "public:ccf.gov.proposals";
    public static final String PROPOSALS_INFO = "public:ccf.gov.proposals_info";
    public static final String COSE_HISTORY = "public:ccf.gov.cose_history";
    public static final String COSE_RECENT_PROPOSALS = "public:ccf.gov.cose_recent_proposals";

    public static final String SIGNATURES = "public:ccf.internal.signatures";
    public static final String COSE_SIGNATURES = "public:ccf.internal.cose_signatures";
    public static final String TREE = "public:ccf.internal.tree";
    public static final String SNAPSHOT_EVIDENCE = "public:ccf.internal.snapshot_evidence";
    public static final String PREVIOUS_SERVICE_ENDORSEMENT =
            "public:ccf.internal.previous_service_identity_endorsement";
    public static final String PREVIOUS_SERVICE_LAST_SIGNED_ROOT =
            "public:ccf.internal.previous_service_last_signed_root";

    /** Our signature entries say here when they were made: decimal milliseconds since 1970. */
    public static final String LEDGER_TIME = "public:coco.internal.ledger_time";

    /** The key of a table's only row: eight zero bytes. */
    public static final Bytes ONLY_ROW = Bytes.of(new byte[8]);

    private Tables() {}

    public static boolean isPublic(String table) {
        return table.startsWith(PUBLIC);
    }
}
