package coco.evidence.vbs;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.Examination;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.format.ByteReader;
import coco.evidence.format.X509;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;

/**
 * What SQL Server's enclave answers to a client that asks for attestation (Always Encrypted with secure enclaves, VSM): the
 * enclave's key, the health certificate and the report, then a key for one session. Sizes are little endian, and none of
 * the two totals counts itself.
 *
 * @param keyBlob the enclave's RSA key as it was sent, to which the report is bound
 * @param sessionId 8 bytes
 * @param sessionKey the enclave's Diffie-Hellman key for this session, a BCRYPT_ECCKEY_BLOB
 * @param sessionSignature RSASSA-PKCS1-v1_5 with SHA-256 over the session key, by the enclave's key
 */
public record SqlServerResponse(
        Octets keyBlob,
        RSAPublicKey key,
        X509Certificate healthCertificate,
        VbsEvidence evidence,
        Octets sessionId,
        Octets sessionKey,
        Octets sessionSignature) {
    private static final int SIZE_MAX = 1 << 17;
    private static final int PART_SIZES = 12;
    private static final int SESSION_ID_SIZE = 8;
    private static final int SESSION_SIZES = 8;

    /** Bytes of enclave data that are the hash of the key. */
    private static final int HASH_SIZE = 32;

    public static SqlServerResponse parse(Octets bytes) throws MalformedException {
        if (bytes.size() > SIZE_MAX) throw new MalformedException("a response of " + bytes.size() + " bytes");
        var in = ByteReader.littleEndian(bytes);
        var size = in.u32();
        var keySize = in.u32();
        var certificateSize = in.u32();
        var reportSize = in.u32();
        if (size != PART_SIZES + keySize + certificateSize + reportSize) {
            throw new MalformedException("sizes of a response that do not add up");
        }
        var keyBlob = in.take(keySize);
        var certificate = X509.ofDer(in.take(certificateSize));
        var evidence = VbsEvidence.parse(in.take(reportSize));
        var sessionSize = in.u32();
        var sessionId = in.take(SESSION_ID_SIZE);
        var sessionKeySize = in.u32();
        var signatureSize = in.u32();
        if (sessionSize != SESSION_ID_SIZE + SESSION_SIZES + sessionKeySize + signatureSize) {
            throw new MalformedException("sizes of a session that do not add up");
        }
        var sessionKey = in.take(sessionKeySize);
        var signature = in.take(signatureSize);
        in.end("a response");
        return new SqlServerResponse(
                keyBlob, BcryptRsaKey.parse(keyBlob), certificate, evidence, sessionId, sessionKey, signature);
    }

    /** What the report's enclave data begins with where it is of this key. */
    public Octets binding() {
        return keyBlob.hash(Hash.SHA_256);
    }

    /** The health certificate, for the verification of {@link #evidence}. */
    public Endorsements endorsements() {
        return Endorsements.of(new Endorsement.Certificate(healthCertificate));
    }

    /**
     * Notes what does not hold the response together: the report that is not bound to the enclave's key, and the session key
     * that is not signed by it. Whether the report is genuine is the verifier's to say.
     */
    public void check(Examination examination) {
        var bound = evidence.report().enclaveData().slice(0, HASH_SIZE);
        examination.require(bound.equals(binding()), Reason.KEY_BINDING, "the report is of a key with hash " + bound);
        examination.require(isSessionSigned(), Reason.SIGNATURE, "the session key is not signed by the enclave's key");
    }

    private boolean isSessionSigned() {
        return SignatureAlgorithm.RS256.verifies(key, sessionKey, sessionSignature);
    }
}
