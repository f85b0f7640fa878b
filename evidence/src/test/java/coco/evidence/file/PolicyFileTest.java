package coco.evidence.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Machine;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Policy.CodeIdentity;
import coco.evidence.Product;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyFileTest {
    @Test
    void theExampleSaysWhatItSeemsTo() throws MalformedException {
        var policy = read("""
                {
                  "tees": ["snp", "tdx"],
                  "code": [
                    {"tee": "snp", "registers": {"measurement": "5feee3"}},
                    {"tee": "sgx", "signer": "62ba6b", "product": "1", "minimumVersion": 3}
                  ],
                  "debugAllowed": false, "migrationAllowed": false,
                  "grades": ["UpToDate"], "toleratedAdvisories": ["INTEL-SA-00615"], "minimumEvaluation": 17,
                  "minimumComponents": {"Milan": {"snp": 24}},
                  "revocationRequired": ["snp"], "features": ["smt-off"],
                  "hostData": ["4f4448"], "machines": ["chip:01ab"],
                  "reportData": "00ff", "maximumAgeSeconds": 300
                }
                """);
        var code = Set.<CodeIdentity>of(
                new CodeIdentity.Measured(TeeKind.SNP, Map.of("measurement", Octets.ofHex("5feee3"))),
                new CodeIdentity.Signed(TeeKind.SGX, "62ba6b", "1", 3));
        assertEquals(
                new Policy(
                        new Policy.Guest(
                                new Policy.Code.OneOf(code), false, false, Optional.of(Set.of(Octets.ofHex("4f4448")))),
                        new Policy.Platform(
                                Set.of(TeeKind.SNP, TeeKind.TDX),
                                Set.of(TeeKind.SNP),
                                Set.of("smt-off"),
                                Optional.of(Set.of(new Machine("chip", Octets.ofHex("01ab"))))),
                        new Policy.Level(
                                Set.of(Tcb.Status.UP_TO_DATE),
                                Set.of("INTEL-SA-00615"),
                                17,
                                Map.of(Product.MILAN, Map.of("snp", 24))),
                        new Policy.Binding(Optional.of(Octets.ofHex("00ff")), Optional.of(Duration.ofMinutes(5)))),
                policy);
    }

    @Test
    void whatIsMissingIsAsUsual() throws MalformedException {
        assertEquals(Policy.genuine(), read("{}"));
        assertEquals(Policy.genuine().allowingDebug(), read("{\"debugAllowed\": true}"));
        assertTrue(read("{\"migrationAllowed\": true}").guest().migrationAllowed());
        assertEquals(
                Policy.genuine().running(new Policy.Code.OneOf(Set.of())),
                read("{\"code\": []}"),
                "no code is none, and not any");
        assertEquals(Set.of(), read("{\"tees\": []}").platform().tees());
        assertEquals(
                Optional.of(Set.of()), read("{\"machines\": []}").platform().machines());
        assertEquals(Optional.of(Set.of()), read("{\"hostData\": []}").guest().hostData());
    }

    @ParameterizedTest
    @EnumSource
    void productsAreThoseThatVerdictsName(Product product) throws MalformedException {
        var policy = read("{\"minimumComponents\": {\"" + product.word() + "\": {\"snp\": 1}}}");
        assertEquals(Map.of(product, Map.of("snp", 1)), policy.level().minimumComponents());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            []                                                        | no JSON object
            {"tee": ["snp"]}                                          | a policy has no member tee
            {"tees": ["SNP"]}                                         | no kind of TEE: SNP
            {"tees": "snp"}                                           | tees is no array
            {"tees": [1]}                                             | tees holds no texts
            {"code": {}}                                              | code is no array
            {"code": ["snp"]}                                         | code holds no objects
            {"code": [{}]}                                            | there is no tee
            {"code": [{"tee": "snp"}]}                                | there is no signer
            {"code": [{"tee": "snp", "registers": {}}]}               | a measurement names a register
            {"code": [{"tee": "snp", "registers": {"a": "0"}}]}       | not two hex digits for each byte
            {"code": [{"tee": "snp", "registers": {"a": "gg"}}]}      | not two hex digits for each byte
            {"code": [{"tee": "snp", "registers": {"a": "00"}, "signer": "b"}]} | a policy has no member signer
            {"code": [{"tee": "sgx", "signer": "a", "product": "1"}]} | there is no minimumVersion
            {"code": [{"tee": "sgx", "signer": "a", "product": "1", "minimumVersion": -1}]} | minimumVersion is no integer
            {"code": [{"tee": "sgx", "signer": "a", "product": "1", "minimumVersion": 1, "version": 1}]} | no member version
            {"code": [{"tee": "azure-snp", "registers": {"pcr4": "00"}}]} | azure-snp has to name the register measurement
            {"code": [{"tee": "azure-snp", "registers": {"pcr4": "00", "mrtd": "00"}}]} | has to name the register measurement
            {"code": [{"tee": "azure-tdx", "registers": {"pcr4": "00"}}]} | azure-tdx has to name the register mrtd
            {"debugAllowed": "false"}                                 | debugAllowed is neither true nor false
            {"migrationAllowed": 0}                                   | migrationAllowed is neither true nor false
            {"grades": ["uptodate"]}                                  | no grade: uptodate
            {"toleratedAdvisories": [1]}                              | toleratedAdvisories holds no texts
            {"minimumEvaluation": 2147483648}                         | minimumEvaluation is no integer
            {"minimumComponents": []}                                 | minimumComponents is no object
            {"minimumComponents": {"milan": {"snp": 24}}}             | no product: milan
            {"minimumComponents": {"Milan": {"snp": 2.4}}}            | snp is no integer
            {"revocationRequired": ["amd"]}                           | no kind of TEE: amd
            {"features": "smt-off"}                                   | features is no array
            {"hostData": ["0g"]}                                      | not two hex digits for each byte
            {"machines": ["01ab"]}                                    | a machine is kind:hex, not 01ab
            {"machines": ["chip:xx"]}                                 | not two hex digits for each byte
            {"reportData": "0"}                                       | not two hex digits for each byte
            {"maximumAgeSeconds": "300"}                              | maximumAgeSeconds is no number
            """)
    void whatIsWrongIsNamed(String json, String expected) {
        var thrown = assertThrows(MalformedException.class, () -> read(json));
        assertTrue(thrown.refusal().detail().contains(expected), thrown::toString);
    }

    private static Policy read(String json) throws MalformedException {
        return PolicyFile.parse(Octets.of(json.getBytes(StandardCharsets.UTF_8)));
    }
}
