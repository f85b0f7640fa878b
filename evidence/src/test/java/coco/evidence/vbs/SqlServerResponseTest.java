package coco.evidence.vbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.Claims;
import coco.evidence.Examination;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Refusal;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.tpm.MadeLog;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlServerResponseTest {
    private static final Instant THEN = Instant.parse("2019-10-30T20:00:00Z");

    private final Octets real = Samples.read("vbs/sqlserver_2019/sql_vsm_attestation_response.bin");

    @Test
    void takesTheResponseApart() throws Exception {
        var response = SqlServerResponse.parse(real);
        assertEquals(Samples.read("vbs/sqlserver_2019/enclave_rsa_pubkey_bcrypt.bin"), response.keyBlob());
        assertEquals(
                Samples.certificates("vbs/sqlserver_2019/health_cert.der").getFirst(), response.healthCertificate());
        assertEquals(VbsEvidence.parse(Samples.read("vbs/sqlserver_2019/vbs_report_package.bin")), response.evidence());
        assertEquals(4_096, response.key().getModulus().bitLength());
        assertEquals(104, response.sessionKey().size());
        assertEquals(List.of(), check(response));
    }

    @Test
    void isVerifiedBoundToItsKey() throws Exception {
        var response = SqlServerResponse.parse(real);
        var verifier = new Verifier(Roots.none().with(Authority.HOST_GUARDIAN, response.healthCertificate()));
        var bound = Policy.genuine().boundTo(response.binding());
        var endorsements = response.endorsements();
        assertInstanceOf(Verdict.Accepted.class, verifier.verify(response.evidence(), endorsements, bound, THEN));
        var other = Policy.genuine().boundTo(Octets.ofHex("11".repeat(32)));
        var refused = assertInstanceOf(
                Verdict.Refused.class, verifier.verify(response.evidence(), endorsements, other, THEN));
        assertTrue(refused.isOnly(Reason.REPORT_DATA));
    }

    @Test
    void anotherKeyOrSessionIsRefused() throws Exception {
        var modulus = 16 + 27 + 100;
        assertEquals(List.of(Reason.KEY_BINDING, Reason.SIGNATURE), check(flipped(modulus)));
        assertEquals(List.of(Reason.SIGNATURE), check(flipped(real.size() - 1)));
        assertEquals(List.of(Reason.SIGNATURE), check(flipped(real.size() - 513)));
    }

    @Test
    void sizesHaveToAddUp() {
        for (var field : new int[] {0, 4, 8, 12, 2_881, 2_893, 2_897}) {
            for (var size : new int[] {0, 1, 540, 0x7fff_ffff, -1}) {
                var lie = real.slice(0, field).concat(MadeLog.u32(size)).concat(real.slice(field + 4, real.size()));
                assertThrows(MalformedException.class, () -> SqlServerResponse.parse(lie), field + " = " + size);
            }
        }
        assertThrows(MalformedException.class, () -> SqlServerResponse.parse(real.concat(Octets.ofHex("00"))));
        for (var size = 0; size < real.size(); size++) {
            var cut = real.slice(0, size);
            assertThrows(MalformedException.class, () -> SqlServerResponse.parse(cut));
        }
    }

    private SqlServerResponse flipped(int position) throws MalformedException {
        var bytes = real.toArray();
        bytes[position] ^= 1;
        return SqlServerResponse.parse(Octets.of(bytes));
    }

    private static List<Reason> check(SqlServerResponse response) {
        var examination = new Examination(THEN);
        response.check(examination);
        var claims = Claims.of(TeeKind.VBS, new LinkedHashMap<>(), Octets.EMPTY);
        return examination.findings(claims, Tcb.UNKNOWN).refusals().stream()
                .map(Refusal::reason)
                .toList();
    }
}
