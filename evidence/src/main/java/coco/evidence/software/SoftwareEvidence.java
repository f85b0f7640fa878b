package coco.evidence.software;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.TeeKind;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseSign1;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Set;

/**
 * Evidence of the software TEE: {@link #TAG} around a COSE_Sign1 message whose content type is {@link #MEDIA_TYPE} and whose
 * payload is a map:
 *
 * <pre>
 * "type": "coco-software-tee", "version": 1, "hardware": false,
 * "measurement": 32 bytes, "host-data": up to 64 bytes, "report-data": 64 bytes, "issued-at": seconds since 1970
 * </pre>
 *
 * All in deterministic CBOR and in this order: what would not be written so is not read. It looks like no vendor's
 * evidence, has a root of its own, and says of itself that there is no hardware.
 *
 */
public record SoftwareEvidence(CoseSign1 message, Statement statement) implements Evidence {
    /** The tag around it: "coco" in ASCII. */
    public static final long TAG = 0x636f_636fL;

    public static final String MEDIA_TYPE = "application/vnd.coco.software-tee+cose";

    private static final String TYPE = "coco-software-tee";
    private static final int VERSION = 1;
    private static final Set<SignatureAlgorithm> ALGORITHMS =
            Set.of(SignatureAlgorithm.ES256, SignatureAlgorithm.ES384);

    /**
     * What is signed.
     *
     * @param measurement SHA-256 of the code manifest, 32 bytes
     * @param hostData what the host gave at launch, up to 64 bytes
     * @param reportData what it is bound to, 64 bytes
     * @param issuedAt in whole seconds from 1970 on
     */
    public record Statement(Octets measurement, Octets hostData, Octets reportData, Instant issuedAt) {
        public static final int MEASUREMENT_SIZE = 32;
        public static final int HOST_DATA_SIZE_MAX = 64;
        public static final int REPORT_DATA_SIZE = 64;

        /** Years beyond 9999 are no dates. */
        private static final long SECONDS_MAX = 253_402_300_799L;

        /** @throws IllegalArgumentException for a value of another size */
        public Statement {
            if (measurement.size() != MEASUREMENT_SIZE
                    || hostData.size() > HOST_DATA_SIZE_MAX
                    || reportData.size() != REPORT_DATA_SIZE
                    || issuedAt.getNano() != 0
                    || issuedAt.getEpochSecond() < 0
                    || issuedAt.getEpochSecond() > SECONDS_MAX) {
                throw new IllegalArgumentException("a statement of the software TEE with a value of another size");
            }
        }

        Cbor.Map map() {
            return Cbor.Map.of(
                    Cbor.Entry.of("type", new Cbor.Text(TYPE)),
                    Cbor.Entry.of("version", Cbor.integer(VERSION)),
                    Cbor.Entry.of("hardware", new Cbor.Bool(false)),
                    Cbor.Entry.of("measurement", new Cbor.Bytes(measurement)),
                    Cbor.Entry.of("host-data", new Cbor.Bytes(hostData)),
                    Cbor.Entry.of("report-data", new Cbor.Bytes(reportData)),
                    Cbor.Entry.of("issued-at", Cbor.integer(issuedAt.getEpochSecond())));
        }

        static Statement of(Cbor.Map map) throws MalformedException {
            if (!map.get("type").text().equals(TYPE)) throw new MalformedException("not of the software TEE");
            var version = map.get("version").number();
            if (version != VERSION) throw new MalformedException(Reason.UNKNOWN_VERSION, "version " + version);
            return new Statement(
                    map.get("measurement").bytes(MEASUREMENT_SIZE, MEASUREMENT_SIZE),
                    map.get("host-data").bytes(0, HOST_DATA_SIZE_MAX),
                    map.get("report-data").bytes(REPORT_DATA_SIZE, REPORT_DATA_SIZE),
                    Instant.ofEpochSecond(map.get("issued-at").number(0, SECONDS_MAX)));
        }
    }

    /** @throws MalformedException for anything else, and for other CBOR than would be written here */
    public static SoftwareEvidence parse(Octets evidence) throws MalformedException {
        if (!(Cbor.parse(evidence) instanceof Cbor.Tagged(var tag, var content)) || tag != TAG) {
            throw new MalformedException("without the tag of the software TEE");
        }
        var message = CoseSign1.of(content, Set.of());
        if (!ALGORITHMS.contains(message.algorithm())) {
            throw new MalformedException(Reason.UNSUPPORTED, "signed by " + message.algorithm());
        }
        if (!message.protectedHeader().equals(protectedHeader(message.algorithm()))) {
            throw new MalformedException("a protected header of another content");
        }
        var statement = Statement.of(Cbor.parse(message.payload()).map());
        if (!encoded(message.algorithm(), statement, message.signature()).equals(evidence)) {
            throw new MalformedException("not in deterministic CBOR, or with more in it than there has to be");
        }
        return new SoftwareEvidence(message, statement);
    }

    /**
     * Evidence that {@code key} signs.
     *
     * @param algorithm {@link SignatureAlgorithm#ES256} or {@link SignatureAlgorithm#ES384}
     * @throws GeneralSecurityException where the key cannot sign so
     */
    public static Octets sign(Statement statement, SignatureAlgorithm algorithm, PrivateKey key)
            throws GeneralSecurityException {
        return encoded(algorithm, statement, algorithm.sign(key, toBeSigned(statement, algorithm)));
    }

    /** The bytes that a key signs, for keys that live elsewhere; {@link #encoded} makes evidence of the signature. */
    public static Octets toBeSigned(Statement statement, SignatureAlgorithm algorithm) {
        return CoseSign1.toBeSigned(protectedHeader(algorithm), statement.map().encoded());
    }

    /** @param signature r and s, big endian, of {@link #toBeSigned} */
    public static Octets encoded(SignatureAlgorithm algorithm, Statement statement, Octets signature) {
        var message = Cbor.Array.of(
                new Cbor.Bytes(protectedHeader(algorithm)),
                Cbor.Map.of(),
                new Cbor.Bytes(statement.map().encoded()),
                new Cbor.Bytes(signature));
        return new Cbor.Tagged(TAG, message).encoded();
    }

    private static Octets protectedHeader(SignatureAlgorithm algorithm) {
        return Cbor.Map.of(
                        Cbor.Entry.of(CoseSign1.ALGORITHM, Cbor.integer(algorithm.id())),
                        Cbor.Entry.of(CoseSign1.CONTENT_TYPE, new Cbor.Text(MEDIA_TYPE)))
                .encoded();
    }

    @Override
    public TeeKind tee() {
        return TeeKind.SOFTWARE;
    }
}
