package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.Der;
import coco.evidence.format.X509;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a platform's certificate says of the platform (Intel SGX PCK Certificate and CRL Profile Specification, 1.3.5).
 *
 * @param ppid 16 bytes that name the processor package
 * @param components security versions of the 16 parts of the platform
 * @param pceSvn security version of the provisioning certification enclave
 * @param cpuSvn 16 bytes: the same as {@code components} as the processor has them
 * @param pceId 2 bytes
 * @param fmspc 6 bytes: family, model, stepping, platform type and custom SKU
 * @param sgxType 0 standard, 1 scalable, 2 scalable with integrity
 * @param platformInstance 16 bytes that name the platform as it was registered
 * @param smtEnabled whether two threads of one core may run at once; empty where nothing is said
 */
record PckExtension(
        Octets ppid,
        List<Integer> components,
        int pceSvn,
        Octets cpuSvn,
        Octets pceId,
        Octets fmspc,
        int sgxType,
        Optional<Octets> platformInstance,
        Optional<Boolean> smtEnabled) {
    static final String OID = "1.2.840.113741.1.13.1";

    private static final int COMPONENTS = 16;
    private static final int SVN_MAX = 255;
    private static final int PCE_SVN_MAX = 65535;

    static boolean isIn(X509Certificate certificate) {
        return certificate.getExtensionValue(OID) != null;
    }

    static PckExtension of(X509Certificate certificate) throws MalformedException {
        var value = X509.extension(certificate, OID);
        if (value.isEmpty()) throw new MalformedException("a certificate without the extension of platforms");
        var all = fields(Der.parse(value.get()), OID);
        var tcb = fields(field(all, ".2"), OID + ".2");
        var components = new ArrayList<Integer>();
        for (var i = 1; i <= COMPONENTS; i++) components.add(number(tcb, "." + i, SVN_MAX));
        var configuration = all.containsKey(".7") ? fields(field(all, ".7"), OID + ".7") : Map.<String, Der>of();
        return new PckExtension(
                octets(all, ".1", 16),
                List.copyOf(components),
                number(tcb, ".17", PCE_SVN_MAX),
                octets(tcb, ".18", 16),
                octets(all, ".3", 2),
                octets(all, ".4", 6),
                number(all, ".5", Integer.MAX_VALUE),
                all.containsKey(".6") ? Optional.of(octets(all, ".6", 16)) : Optional.empty(),
                configuration.containsKey(".3") ? Optional.of(truth(field(configuration, ".3"))) : Optional.empty());
    }

    /** A sequence of pairs of an identifier under {@code parent} and a value, by what follows {@code parent}. */
    private static Map<String, Der> fields(Der sequence, String parent) throws MalformedException {
        var fields = new HashMap<String, Der>();
        for (var item : sequence.items()) {
            var pair = item.items(2);
            var identifier = pair.getFirst().objectIdentifier();
            if (!identifier.startsWith(parent + ".")) throw new MalformedException(identifier + " in " + parent);
            if (fields.put(identifier.substring(parent.length()), pair.getLast()) != null) {
                throw new MalformedException(identifier + " stands twice");
            }
        }
        return fields;
    }

    private static Der field(Map<String, Der> fields, String arc) throws MalformedException {
        var field = fields.get(arc);
        if (field == null) throw new MalformedException("the extension of platforms lacks " + arc);
        return field;
    }

    private static Octets octets(Map<String, Der> fields, String arc, int size) throws MalformedException {
        var octets = field(fields, arc).octetString();
        if (octets.size() != size) throw new MalformedException(arc + " has " + octets.size() + " bytes, not " + size);
        return octets;
    }

    private static int number(Map<String, Der> fields, String arc, int maximum) throws MalformedException {
        var number = field(fields, arc).smallInteger();
        if (number > maximum) throw new MalformedException(arc + " is " + number + ", more than " + maximum);
        return number;
    }

    private static boolean truth(Der value) throws MalformedException {
        if (value.tag() != Der.BOOLEAN || value.content().size() != 1) throw new MalformedException("no truth value");
        return value.content().at(0) != 0;
    }
}
