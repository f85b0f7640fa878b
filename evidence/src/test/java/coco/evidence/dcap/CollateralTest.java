package coco.evidence.dcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Endorsement;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CollateralTest {
    private static final String OPEN_ENCLAVE = "sgx/ravl/oe.coffelake.att.json";
    private static final String SIZED = "sgx/ravl/sgx.coffeelake.att.json";
    private static final String STRUCTURE = "tdx/oe/tdx_endorsement.bin";

    @Test
    void whatOpenEnclaveHoldsForWrongIsRefused() throws IOException {
        var seen = 0;
        try (var files = Files.list(Samples.folder().resolve("dcap_collateral/oe_parser_negatives"))) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                var bytes = Octets.of(Files.readAllBytes(file));
                if (name.contains("negative") || name.contains("missing")) {
                    assertThrows(MalformedException.class, () -> Collateral.parse(bytes), name);
                } else {
                    assertEquals(1, count(bytes, Endorsement.TcbInfo.class), name);
                }
                seen++;
            }
        }
        assertEquals(26, seen);
    }

    @Test
    void bundlesAreReadWhole() {
        for (var bundle : List.of("sgx/phala/collateral.json", "tdx/phala/collateral.json")) {
            var endorsements = Real.json(bundle);
            assertEquals(1, endorsements.all(Endorsement.TcbInfo.class).size());
            assertEquals(1, endorsements.all(Endorsement.QeIdentity.class).size());
            assertEquals(2, endorsements.revocationLists().size());
            assertEquals(6, endorsements.certificates().size());
        }
    }

    @Test
    void answersOfTheServiceAreReadInWhateverTheyAreWrapped() {
        var folder = "dcap_collateral/teepot/";
        assertEquals(3, Real.json(folder + "sgx_tcb_info_v3.json").items().size());
        assertEquals(3, Real.json(folder + "sgx_qe_identity.json").items().size());
        assertEquals(3, Real.json(folder + "pck_crl_platform.json").items().size());
        assertEquals(2, Real.json(folder + "tdx_tcb_eval_nums.json").items().size());
        assertEquals(1, Real.json("tdx/google_collateral/tcbInfo.json").items().size());
    }

    @Test
    void blocksOfTheThreeLayoutsAreReadWhole() {
        for (var blob : blobs()) {
            var endorsements = Real.blob(blob);
            assertEquals(1, endorsements.all(Endorsement.TcbInfo.class).size());
            assertEquals(1, endorsements.all(Endorsement.QeIdentity.class).size());
            assertEquals(2, endorsements.revocationLists().size());
            assertEquals(6, endorsements.certificates().size());
        }
    }

    @Test
    void aBlockThatIsCutOffIsMalformed() {
        for (var blob : blobs()) {
            for (var size = 0; size < blob.size(); size += size < 200 ? 1 : 97) {
                var cut = blob.slice(0, size);
                assertThrows(MalformedException.class, () -> CollateralBlob.parse(cut));
            }
            var longer = blob.concat(Octets.of((byte) 0));
            assertThrows(MalformedException.class, () -> CollateralBlob.parse(longer));
        }
    }

    @Test
    void aBlockWhoseHeaderLiesIsMalformed() {
        for (var blob : blobs()) {
            for (var at = 0; at < 50; at++) {
                var lying = blob.toArray();
                lying[at] ^= (byte) 0x80;
                // Of Intel's structure no byte of the first address counts: what they were is of no use.
                if (blob.equals(Samples.read(STRUCTURE)) && at >= 8 && at < 16) continue;
                // Of Open Enclave's the version inside says nothing.
                assertThrows(MalformedException.class, () -> CollateralBlob.parse(Octets.of(lying)), "byte " + at);
            }
        }
    }

    @Test
    void aBundleThatIsCutOffIsMalformedAndAChangedOneIsReadOrMalformed() {
        var bundle = Samples.read("tdx/phala/collateral.json");
        var read = 0;
        for (var at = 0; at < bundle.size() - 2; at += 13) {
            var cut = bundle.slice(0, at);
            assertThrows(MalformedException.class, () -> Collateral.parse(cut));
            var changed = bundle.toArray();
            changed[at] ^= (byte) (1 << at % 8);
            try {
                read += Collateral.parse(Octets.of(changed)).isEmpty() ? 0 : 1;
            } catch (MalformedException e) {
                assertTrue(e.refusal().detail().length() > 0);
            }
        }
        // In names of certificates and in signatures anything may stand.
        assertTrue(read > 0);
    }

    @Test
    void anotherVersionOfABlockIsUnknown() {
        var refused =
                assertThrows(MalformedException.class, () -> CollateralBlob.parse(Octets.ofHex("0500000081000000")));
        assertEquals(Reason.UNKNOWN_VERSION, refused.reason());
    }

    @Test
    void whatIsNoCollateralIsRefused() {
        for (var text : List.of(
                "{}",
                "[]",
                "{\"tcbInfo\":{},\"signature\":\"\"}",
                "{\"enclaveIdentity\":{},\"signature\":\"\"}",
                "{\"tcb_info\":\"{}\"}",
                "{\"tcb_info_json\":\"[]\"}",
                "{\"pck_crl\":\"\"}",
                "{\"issuer_chain\":null}",
                "{\"issuer_chain\":\"\"}")) {
            assertThrows(MalformedException.class, () -> Collateral.parse(octets(text)), text);
        }
    }

    @Test
    void versionsThatAreNotKnownAreNamed() throws MalformedException {
        var info = text("tdx/google_collateral/tcbInfo.json");
        var identity = text("tdx/google_collateral/qeIdentity.json");
        assertEquals(1, Collateral.parse(octets(info)).size());
        assertEquals(Reason.UNKNOWN_VERSION, reason(info.replace("\"version\":3", "\"version\":4")));
        assertEquals(Reason.UNKNOWN_VERSION, reason(identity.replace("\"version\":2", "\"version\":3")));
        assertEquals(Reason.UNSUPPORTED, reason(info.replace("\"id\":\"TDX\"", "\"id\":\"TDZ\"")));
        assertEquals(Reason.UNSUPPORTED, reason(identity.replace("\"id\":\"TD_QE\"", "\"id\":\"QVE\"")));
        assertEquals(Reason.UNSUPPORTED, reason(info.replace("\"tcbType\":0", "\"tcbType\":1")));
    }

    @Test
    void everyMemberIsNeeded() {
        var info = text("tdx/google_collateral/tcbInfo_v5sample.json");
        for (var name : List.of(
                "id",
                "version",
                "issueDate",
                "nextUpdate",
                "fmspc",
                "pceId",
                "tcbType",
                "tcbEvaluationDataNumber",
                "tdxModule",
                "mrsigner",
                "attributes",
                "attributesMask",
                "tcbLevels",
                "tcb",
                "sgxtcbcomponents",
                "tdxtcbcomponents",
                "svn",
                "isvsvn",
                "pcesvn",
                "tcbDate",
                "tcbStatus")) {
            assertEquals(Reason.MALFORMED, reason(info.replace("\"" + name + "\"", "\"other-" + name + "\"")), name);
        }
        var identity = text("tdx/google_collateral/qeIdentity.json");
        for (var name : List.of(
                "id",
                "version",
                "issueDate",
                "nextUpdate",
                "tcbEvaluationDataNumber",
                "miscselect",
                "miscselectMask",
                "attributes",
                "attributesMask",
                "mrsigner",
                "isvprodid",
                "tcbLevels",
                "isvsvn",
                "tcbDate",
                "tcbStatus")) {
            assertEquals(
                    Reason.MALFORMED, reason(identity.replace("\"" + name + "\"", "\"other-" + name + "\"")), name);
        }
    }

    @Test
    void statusesAndComponentsAreOfTheirKind() {
        var info = text("tdx/google_collateral/tcbInfo_v5sample.json");
        for (var plain : List.of(info, text("tdx/google_collateral/tcbInfo.json"))) {
            for (var word : List.of("TDRelaunchAdvised", "NotGraded", "Unknown", "uptodate", "")) {
                assertEquals(Reason.MALFORMED, reason(plain.replace("UpToDate", word)));
            }
        }
        var withoutLevels =
                text("tdx/google_collateral/tcbInfo.json").replaceAll("\"tcbLevels\":\\[.*]", "\"tcbLevels\":[]");
        assertEquals(Reason.MALFORMED, reason(withoutLevels));
        assertEquals(Reason.MALFORMED, reason(info.replace("{\"svn\":0}", "{\"svn\":0},{\"svn\":0}")));
        assertEquals(Reason.MALFORMED, reason(info.replace("{\"svn\":0}", "{\"svn\":65536}")));
        var identity = text("tdx/google_collateral/qeIdentity.json");
        assertEquals(Reason.MALFORMED, reason(identity.replace("UpToDate", "ConfigurationNeeded")));
        assertTrue(identity.contains("UpToDate"));
    }

    private static List<Octets> blobs() {
        return List.of(
                Real.ravl(OPEN_ENCLAVE, "endorsements"), Real.ravl(SIZED, "endorsements"), Samples.read(STRUCTURE));
    }

    private static Reason reason(String text) {
        return assertThrows(MalformedException.class, () -> Collateral.parse(octets(text)))
                .reason();
    }

    private static long count(Octets bytes, Class<? extends Endorsement> kind) {
        try {
            return Collateral.parse(bytes).stream().filter(kind::isInstance).count();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String name) {
        return new String(Samples.read(name).toArray(), StandardCharsets.UTF_8);
    }

    private static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
