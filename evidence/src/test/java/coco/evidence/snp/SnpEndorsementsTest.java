package coco.evidence.snp;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Endorsements;
import coco.evidence.MadeCertificate;
import coco.evidence.MadeIdentity;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Samples;
import coco.evidence.Verifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Endorsements as hosts and AMD's key service give them. */
class SnpEndorsementsTest {
    private static final Octets VCEK_GUID = Octets.ofHex("8d75da6364e66445adc5f4b93be8accd");
    private static final Octets ASK_GUID = Octets.ofHex("79b3b74aacbbe44fa02f05aef327c782");
    private static final Octets ARK_GUID = Octets.ofHex("a406b4c003a8524997433fb6014cd0ae");
    private static final Octets CRL_GUID = Octets.ofHex("c31bf89211583d4d97ffd19f88dc67ea");
    private static final Octets OTHER_GUID = Octets.ofHex("00112233445566778899aabbccddeeff");

    @Test
    void aHostsTableEndorsesItsReport() throws MalformedException, GeneralSecurityException {
        var table = table(
                List.of(OTHER_GUID, VCEK_GUID, ASK_GUID, ARK_GUID, CRL_GUID),
                List.of(
                        Octets.ofHex("00ff"),
                        Samples.read("snp/trustee/test-vcek.der"),
                        chain(0),
                        chain(1),
                        Octets.of(MadeIdentity.root("CN=somebody")
                                .revoking(MadeCertificate.FROM, MadeCertificate.UNTIL)
                                .getEncoded())));
        var endorsements = CertificateTable.parse(table);
        assertEquals(3, endorsements.certificates().size());
        assertEquals(1, endorsements.revocationLists().size());
        var report = SnpReport.parse(Samples.read("snp/trustee/test-report.bin"));
        accepted(Verifier.ofVendors().verify(report, endorsements, Policy.genuine(), at("2026-11-26")));
    }

    @Test
    void aTableThatIsCutOffOrLiesIsRefused() throws MalformedException {
        var table = table(List.of(VCEK_GUID), List.of(Samples.read("snp/trustee/test-vcek.der")));
        assertEquals(1, CertificateTable.parse(table).items().size());
        for (var size = 0; size < table.size(); size++) {
            var cut = table.slice(0, size);
            assertThrows(MalformedException.class, () -> CertificateTable.parse(cut));
        }
        for (var at : new int[] {16, 19, 20, 22, 23}) {
            var lying = ByteBuffer.wrap(table.toArray()).put(at, (byte) 0xff);
            assertThrows(MalformedException.class, () -> CertificateTable.parse(Octets.of(lying.array())));
        }
        var endless =
                Octets.ofHex(VCEK_GUID.toHex() + "0000000000000000").toHex().repeat(100);
        assertThrows(MalformedException.class, () -> CertificateTable.parse(Octets.ofHex(endless)));
        var huge = Octets.of(new byte[CertificateTable.SIZE_MAX + 1]);
        assertThrows(MalformedException.class, () -> CertificateTable.parse(huge));
        assertEquals(Endorsements.NONE, CertificateTable.parse(Octets.of(new byte[24])));
    }

    @Test
    void chainsOfTheKeyServiceAreRead() throws MalformedException {
        var chain = SnpEndorsements.certificates(Samples.read("pki/amd/ask_ark_turin_vcek.pem"));
        assertEquals(2, chain.certificates().size());
        assertEquals(
                1,
                SnpEndorsements.certificates(Samples.read("snp/virtee_turin/vcek.der"))
                        .certificates()
                        .size());
        for (var bytes : List.of(Octets.EMPTY, Octets.ofHex("3003020100"), Octets.ofHex("2d2d2d2d2d424547494e"))) {
            assertThrows(MalformedException.class, () -> SnpEndorsements.certificates(bytes));
            assertThrows(MalformedException.class, () -> SnpEndorsements.revocationList(bytes));
        }
        var list = Octets.of(new byte[1 << 20]);
        assertThrows(MalformedException.class, () -> SnpEndorsements.certificates(list));
    }

    @Test
    void whatAzuresHostsGiveEndorsesItsReport() throws MalformedException {
        var text = Samples.read("snp/aci_sidecar/uvm_host_amd_certificate.json");
        var endorsements = SnpEndorsements.hardwareIdentity(text);
        var report = SnpReport.parse(Samples.read("snp/aci_sidecar/snp_report.bin"));
        accepted(Verifier.ofVendors().verify(report, endorsements, Policy.genuine(), at("2026-11-26")));
        assertEquals(3, endorsements.certificates().size());
        for (var json : List.of("{}", "[]", "{\"vcekCert\":\"\",\"certificateChain\":\"\"}", "{\"vcekCert\":1}")) {
            var bytes = Octets.of(json.getBytes(StandardCharsets.UTF_8));
            assertThrows(MalformedException.class, () -> SnpEndorsements.hardwareIdentity(bytes));
        }
    }

    private static Octets chain(int index) throws GeneralSecurityException {
        return Octets.of(
                Samples.certificates("pki/amd/ask_ark_milan.pem").get(index).getEncoded());
    }

    private static Octets table(List<Octets> guids, List<Octets> contents) {
        var offset = 24 * (guids.size() + 1);
        var rows = ByteBuffer.allocate(offset).order(ByteOrder.LITTLE_ENDIAN);
        var data = Octets.EMPTY;
        for (var i = 0; i < guids.size(); i++) {
            rows.put(guids.get(i).toArray())
                    .putInt(offset + data.size())
                    .putInt(contents.get(i).size());
            data = data.concat(contents.get(i));
        }
        return Octets.of(rows.array()).concat(data);
    }
}
