package coco.evidence.cca;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseSign1;

/**
 * An attestation token of an ARM CCA realm (Realm Management Monitor specification, section A7.2; draft-ffm-rats-cca-token):
 * two COSE_Sign1 messages, of which the platform signs one and the realm management monitor the other. They come in a
 * collection, with tag 399, or in one of conceptual messages, with tag 907.
 */
public record CcaToken(CoseSign1 platformMessage, PlatformClaims platform, CoseSign1 realmMessage, RealmClaims realm)
        implements Evidence {
    static final long COLLECTION = 399;
    static final long MESSAGE_COLLECTION = 907;
    static final int PLATFORM_TOKEN = 44234;
    static final int REALM_TOKEN = 44241;

    /** The content format of a token among conceptual messages: application/eat+cwt. */
    private static final int EAT_CWT = 263;

    /** @throws MalformedException for anything else; a profile that is not known is {@link Reason#UNKNOWN_VERSION} */
    public static CcaToken parse(Octets token) throws MalformedException {
        if (!(Cbor.parse(token) instanceof Cbor.Tagged(var tag, var content))) {
            throw new MalformedException("a token without a tag");
        }
        if (tag != COLLECTION && tag != MESSAGE_COLLECTION) {
            throw new MalformedException(Reason.UNKNOWN_VERSION, "tag " + Long.toUnsignedString(tag));
        }
        var tokens = content.map();
        if (tokens.entries().size() != 2) {
            throw new MalformedException("a collection of " + tokens.entries().size() + " tokens");
        }
        var platform = CoseSign1.parse(member(tokens.get(PLATFORM_TOKEN), tag));
        var realm = CoseSign1.parse(member(tokens.get(REALM_TOKEN), tag));
        return new CcaToken(
                platform,
                PlatformClaims.of(Cbor.parse(platform.payload()).map()),
                realm,
                RealmClaims.of(Cbor.parse(realm.payload()).map()));
    }

    private static Octets member(Cbor member, long tag) throws MalformedException {
        if (tag == COLLECTION) return member.bytes();
        var message = member.items();
        if (message.size() != 2 || message.get(0).number() != EAT_CWT) {
            throw new MalformedException(Reason.UNSUPPORTED, "a conceptual message that is no token");
        }
        return message.get(1).bytes();
    }

    @Override
    public TeeKind tee() {
        return TeeKind.CCA;
    }
}
