package coco.node.http;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.store.Table;

/** The tables that say who may call. Names and forms that begin with {@code ccf} are those of CCF. */
public final class CallerTables {
    /** Key: the fingerprint (SHA-256 of the DER) as 64 hex digits. Value: the certificate, PEM. */
    public static final Table MEMBERS = new Table("public:ccf.gov.members.certs");

    /** As {@link #MEMBERS}. */
    public static final Table USERS = new Table("public:ccf.gov.users.certs");

    /**
     * Organisations' certificates that cover their users: whoever holds a certificate under one of these is a user. Key and value
     * as {@link #MEMBERS}.
     */
    public static final Table AUTHORITIES = new Table("public:coco.gov.users.authorities");

    /** Users' certificates that an authority still covers and that are not to be admitted. Key as {@link #MEMBERS}; any value. */
    public static final Table REVOKED = new Table("public:coco.gov.users.revoked");

    /** Key: the issuer's name. Value: JSON. */
    public static final Table ISSUERS = new Table("public:ccf.gov.jwt.issuers");

    /**
     * Key: the key id ({@code kid}). Value: JSON {@code [{"public_key": base64 of the DER SubjectPublicKeyInfo, "issuer",
     * "constraint"?}...]}.
     */
    public static final Table ISSUER_KEYS = new Table("public:ccf.gov.jwt.public_signing_keys_metadata_v2");

    /**
     * Private. Key: SHA-256 of the token (UTF-8) as 64 hex digits. Value: JSON {@code {"user": name, "not_after"?: milliseconds
     * since 1970}}.
     */
    public static final Table TOKENS = new Table("coco.gov.tokens");

    /**
     * Key: the setting's name. Value: JSON. {@code anonymous}: whether callers without proof are admitted ({@code true});
     * {@code jwt.audience}: the text that {@code aud} of every bearer token must name.
     */
    public static final Table SETTINGS = new Table("public:coco.gov.settings");

    private CallerTables() {}

    /** The key under which a certificate or a token stands. */
    public static Bytes key(Digest digest) {
        return Bytes.ofUtf8(digest.toHex());
    }
}
