package coco.evidence.nitro;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.TeeKind;
import coco.evidence.format.Cbor;
import coco.evidence.format.CoseSign1;
import coco.evidence.format.X509;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An attestation document (Nitro Enclaves Attestation Process, sections 2.2 and 3.2), a COSE_Sign1 message. Of the three
 * values that an enclave may put in, one that is null or missing is read as empty.
 *
 * @param moduleId the enclave, with the instance that it runs in
 * @param timestamp when it was made
 * @param pcrs the measurements that are locked, by their number of 0 to 31; 32, 48 or 64 bytes
 * @param certificate of the key that signed it
 * @param issuers certificates from the root to the issuer of {@code certificate}
 * @param publicKey up to 1024 bytes
 * @param userData up to 512 bytes
 * @param nonce up to 512 bytes
 */
public record NitroDocument(
        CoseSign1 message,
        String moduleId,
        Instant timestamp,
        SortedMap<Integer, Octets> pcrs,
        X509Certificate certificate,
        List<X509Certificate> issuers,
        Octets publicKey,
        Octets userData,
        Octets nonce)
        implements Evidence {
    private static final Set<String> FIELDS = Set.of(
            "module_id", "digest", "timestamp", "pcrs", "certificate", "cabundle", "public_key", "user_data", "nonce");

    private static final int PAYLOAD_SIZE_MAX = 16_384;
    private static final int CERTIFICATE_SIZE_MAX = 1_024;
    private static final int ISSUERS_MAX = 7;
    private static final int MODULE_ID_CHARACTERS_MAX = 256;

    public NitroDocument {
        pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(pcrs));
        issuers = List.copyOf(issuers);
    }

    /**
     * @param document tagged or untagged
     * @throws MalformedException for anything else: {@link Reason#UNSUPPORTED} for the document of a NitroTPM, another
     *     algorithm than ES384, or a field that is not known
     */
    public static NitroDocument parse(Octets document) throws MalformedException {
        var message = CoseSign1.parse(document);
        if (message.algorithm() != SignatureAlgorithm.ES384) {
            throw new MalformedException(Reason.UNSUPPORTED, "signed by " + message.algorithm() + ", not by ES384");
        }
        if (message.signed().entries().size() != 1
                || !message.unsigned().entries().isEmpty()) {
            throw new MalformedException("headers that hold more than the algorithm");
        }
        if (message.payload().size() > PAYLOAD_SIZE_MAX) {
            throw new MalformedException("a document of " + message.payload().size() + " bytes");
        }
        return of(message, Cbor.parse(message.payload()).map());
    }

    private static NitroDocument of(CoseSign1 message, Cbor.Map fields) throws MalformedException {
        for (var entry : fields.entries()) {
            if (!FIELDS.contains(entry.key().text())) {
                throw new MalformedException(
                        Reason.UNSUPPORTED, "the field " + entry.key().text());
            }
        }
        if (!fields.get("digest").text().equals("SHA384")) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, "the digest " + fields.get("digest").text());
        }
        var moduleId = fields.get("module_id").text();
        if (moduleId.isEmpty() || moduleId.length() > MODULE_ID_CHARACTERS_MAX) {
            throw new MalformedException("a module_id of " + moduleId.length() + " characters");
        }
        return new NitroDocument(
                message,
                moduleId,
                Instant.ofEpochMilli(fields.get("timestamp").number(1, Long.MAX_VALUE)),
                pcrs(fields.get("pcrs").map()),
                certificate(fields.get("certificate")),
                issuers(fields.get("cabundle").items()),
                optional(fields, "public_key", 1, 1_024),
                optional(fields, "user_data", 0, 512),
                optional(fields, "nonce", 0, 512));
    }

    private static SortedMap<Integer, Octets> pcrs(Cbor.Map map) throws MalformedException {
        var pcrs = new TreeMap<Integer, Octets>();
        for (var entry : map.entries()) {
            var value = entry.value().bytes();
            if (value.size() != 32 && value.size() != 48 && value.size() != 64) {
                throw new MalformedException("a PCR of " + value.size() + " bytes");
            }
            pcrs.put((int) entry.key().number(0, 31), value);
        }
        if (pcrs.isEmpty()) throw new MalformedException("no PCRs");
        return pcrs;
    }

    private static List<X509Certificate> issuers(List<Cbor> items) throws MalformedException {
        if (items.isEmpty() || items.size() > ISSUERS_MAX) {
            throw new MalformedException("a cabundle of " + items.size());
        }
        var issuers = new ArrayList<X509Certificate>();
        for (var item : items) issuers.add(certificate(item));
        return issuers;
    }

    private static X509Certificate certificate(Cbor item) throws MalformedException {
        return X509.ofDer(item.bytes(1, CERTIFICATE_SIZE_MAX));
    }

    private static Octets optional(Cbor.Map fields, String name, int least, int most) throws MalformedException {
        var found = fields.find(name);
        if (found.isEmpty() || found.get() instanceof Cbor.Null) return Octets.EMPTY;
        return found.get().bytes(least, most);
    }

    @Override
    public TeeKind tee() {
        return TeeKind.NITRO;
    }

    /**
     * Whether the enclave runs in debug mode, in which its console is open to the parent instance: the hypervisor then gives
     * zeros for the image, the kernel and the application (PCR 0 to 2).
     */
    public boolean isDebug() {
        for (var i = 0; i <= 2; i++) {
            if (!pcrs.getOrDefault(i, Octets.EMPTY).isZero()) return false;
        }
        return true;
    }
}
