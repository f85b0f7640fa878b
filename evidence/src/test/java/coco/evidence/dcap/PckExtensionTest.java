package coco.evidence.dcap;

import static coco.evidence.DerWriter.integer;
import static coco.evidence.DerWriter.objectIdentifier;
import static coco.evidence.DerWriter.octetString;
import static coco.evidence.DerWriter.sequence;
import static coco.evidence.DerWriter.truth;
import static coco.evidence.DerWriter.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.MadeCertificate;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeKeys;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Samples;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PckExtensionTest {
    private static final String OID = PckExtension.OID;

    @Test
    void ofIntelsMadeUpPlatform() throws MalformedException {
        var certificate =
                Samples.certificates("tdx/intel_qvl_synthetic/pckCert.pem").getFirst();
        var extension = PckExtension.of(certificate);
        assertEquals(Octets.ofHex("211d7542f36c3511ed7fb6dd6349b3e2"), extension.ppid());
        assertEquals(
                List.of(82, 193, 163, 140, 247, 237, 243, 10, 82, 75, 78, 187, 4, 159, 89, 199),
                extension.components());
        assertEquals(10593, extension.pceSvn());
        assertEquals(Octets.ofHex("52c1a38cf7edf30a524b4ebb049f59c7"), extension.cpuSvn());
        assertEquals(Octets.ofHex("8a67"), extension.pceId());
        assertEquals(Octets.ofHex("ed742af8adf5"), extension.fmspc());
        assertEquals(0, extension.sgxType());
        assertEquals(Optional.empty(), extension.platformInstance());
        assertEquals(Optional.empty(), extension.smtEnabled());
    }

    @Test
    void ofAPlatformWithEverything() throws MalformedException {
        var extension = PckExtension.of(certificate(fields -> {}));
        assertEquals(Optional.of(Octets.of(new byte[16])), extension.platformInstance());
        assertEquals(Optional.of(false), extension.smtEnabled());
        assertEquals(16, extension.components().size());
    }

    @Test
    void fieldsThatMayBeMissing() throws MalformedException {
        var extension = PckExtension.of(certificate(fields -> {
            fields.remove(6);
            fields.remove(5);
        }));
        assertEquals(Optional.empty(), extension.platformInstance());
        assertEquals(Optional.empty(), extension.smtEnabled());
    }

    @Test
    void whatIsNotWholeIsMalformed() {
        for (var missing = 0; missing < 5; missing++) {
            var index = missing;
            assertMalformed(fields -> fields.remove(index));
        }
        assertMalformed(fields -> fields.add(fields.getFirst())); // twice
        assertMalformed(
                fields -> fields.add(sequence(objectIdentifier("1.2.840.113741.1.14.1"), octetString(new byte[0]))));
        assertMalformed(fields -> fields.add(sequence(objectIdentifier(OID + ".8"))));
        assertMalformed(fields -> fields.add(octetString(new byte[0])));
        assertMalformed(fields -> fields.set(0, sequence(objectIdentifier(OID + ".1"), octetString(new byte[15]))));
        assertMalformed(fields -> fields.set(0, sequence(objectIdentifier(OID + ".1"), integer(1))));
        assertMalformed(fields -> fields.set(3, sequence(objectIdentifier(OID + ".4"), octetString(new byte[7]))));
        assertMalformed(fields -> fields.set(4, sequence(objectIdentifier(OID + ".5"), octetString(new byte[0]))));
        assertMalformed(fields -> fields.set(
                6,
                sequence(
                        objectIdentifier(OID + ".7"), sequence(sequence(objectIdentifier(OID + ".7.3"), integer(1))))));
        assertMalformed(fields -> fields.set(1, tcb(16, 256, 1)));
        assertMalformed(fields -> fields.set(1, tcb(16, -1, 1)));
        assertMalformed(fields -> fields.set(1, tcb(16, 1, 65536)));
        assertMalformed(fields -> fields.set(1, tcb(15, 1, 1)));
    }

    private static void assertMalformed(Consumer<List<byte[]>> change) {
        var certificate = certificate(change);
        assertThrows(MalformedException.class, () -> PckExtension.of(certificate));
    }

    private static X509Certificate certificate(Consumer<List<byte[]>> change) {
        var fields = new ArrayList<byte[]>();
        fields.add(sequence(objectIdentifier(OID + ".1"), octetString(new byte[16])));
        fields.add(tcb(16, 255, 65535));
        fields.add(sequence(objectIdentifier(OID + ".3"), octetString(new byte[2])));
        fields.add(sequence(objectIdentifier(OID + ".4"), octetString(new byte[6])));
        fields.add(sequence(objectIdentifier(OID + ".5"), value(0x0a, new byte[] {1})));
        fields.add(sequence(objectIdentifier(OID + ".6"), octetString(new byte[16])));
        fields.add(sequence(
                objectIdentifier(OID + ".7"), sequence(sequence(objectIdentifier(OID + ".7.3"), truth(false)))));
        change.accept(fields);
        var keys = MadeKeys.elliptic("secp256r1");
        var extension = Extension.of(OID, sequence(fields.toArray(new byte[0][])));
        return MadeCertificate.of("CN=leaf", keys.getPublic(), extension).signed("CN=issuer", keys);
    }

    private static byte[] tcb(int components, int svn, int pceSvn) {
        var all = new ArrayList<byte[]>();
        for (var i = 1; i <= components; i++) all.add(sequence(objectIdentifier(OID + ".2." + i), integer(svn)));
        all.add(sequence(objectIdentifier(OID + ".2.17"), integer(pceSvn)));
        all.add(sequence(objectIdentifier(OID + ".2.18"), octetString(new byte[16])));
        return sequence(objectIdentifier(OID + ".2"), sequence(all.toArray(new byte[0][])));
    }
}
