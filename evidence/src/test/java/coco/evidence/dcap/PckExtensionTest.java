package coco.evidence.dcap;

import static coco.evidence.dcap.MadeUpCertificates.integer;
import static coco.evidence.dcap.MadeUpCertificates.octets;
import static coco.evidence.dcap.MadeUpCertificates.oid;
import static coco.evidence.dcap.MadeUpCertificates.sequence;
import static coco.evidence.dcap.MadeUpCertificates.tlv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
        assertMalformed(fields -> fields.add(sequence(oid("1.2.840.113741.1.14.1"), octets())));
        assertMalformed(fields -> fields.add(sequence(oid(OID + ".8"))));
        assertMalformed(fields -> fields.add(octets()));
        assertMalformed(fields -> fields.set(0, sequence(oid(OID + ".1"), octets(new byte[15]))));
        assertMalformed(fields -> fields.set(0, sequence(oid(OID + ".1"), integer(1))));
        assertMalformed(fields -> fields.set(3, sequence(oid(OID + ".4"), octets(new byte[7]))));
        assertMalformed(fields -> fields.set(4, sequence(oid(OID + ".5"), octets())));
        assertMalformed(
                fields -> fields.set(6, sequence(oid(OID + ".7"), sequence(sequence(oid(OID + ".7.3"), integer(1))))));
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
        fields.add(sequence(oid(OID + ".1"), octets(new byte[16])));
        fields.add(tcb(16, 255, 65535));
        fields.add(sequence(oid(OID + ".3"), octets(new byte[2])));
        fields.add(sequence(oid(OID + ".4"), octets(new byte[6])));
        fields.add(sequence(oid(OID + ".5"), tlv(0x0a, (byte) 1)));
        fields.add(sequence(oid(OID + ".6"), octets(new byte[16])));
        fields.add(sequence(oid(OID + ".7"), sequence(sequence(oid(OID + ".7.3"), tlv(0x01, (byte) 0)))));
        change.accept(fields);
        var keys = MadeUpCertificates.keys();
        var extension = MadeUpCertificates.extension(OID, sequence(fields.toArray(new byte[0][])));
        return MadeUpCertificates.certificate("leaf", keys, "issuer", keys.getPrivate(), 1, 2030, extension);
    }

    private static byte[] tcb(int components, int svn, int pceSvn) {
        var all = new ArrayList<byte[]>();
        for (var i = 1; i <= components; i++) all.add(sequence(oid(OID + ".2." + i), integer(svn)));
        all.add(sequence(oid(OID + ".2.17"), integer(pceSvn)));
        all.add(sequence(oid(OID + ".2.18"), octets(new byte[16])));
        return sequence(oid(OID + ".2"), sequence(all.toArray(new byte[0][])));
    }
}
