package coco.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Policy.CodeIdentity.Measured;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
    private static final Octets VALUE = Octets.ofHex("01".repeat(32));

    @ParameterizedTest
    @CsvSource({"AZURE_SNP, measurement, mrtd", "AZURE_TDX, mrtd, measurement"})
    void registersOfAVirtualTpmAreNoCodeWithoutTheParavisorThatQuotesThem(TeeKind tee, String register, String other) {
        var registers = new HashMap<>(Map.of("pcr4", VALUE, "pcr7", VALUE, other, VALUE));
        var thrown = assertThrows(IllegalArgumentException.class, () -> new Measured(tee, registers));
        assertTrue(String.valueOf(thrown.getMessage()).contains("has to name the register " + register));
        registers.put(register, VALUE);
        assertEquals(registers, new Measured(tee, registers).registers());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "AZURE_.*")
    void ofOtherKindsAnyRegisterWillDo(TeeKind tee) {
        assertEquals(tee, new Measured(tee, Map.of("pcr7", VALUE)).tee());
        assertThrows(IllegalArgumentException.class, () -> new Measured(tee, Map.of()));
    }

    @Test
    void genuineIsOfHardwareThatShieldsFromTheMachinesOwner() {
        assertEquals(
                EnumSet.of(TeeKind.SOFTWARE, TeeKind.TPM),
                EnumSet.complementOf(EnumSet.copyOf(Policy.genuine().platform().tees())));
    }

    @Test
    void nobodyLowersAVersionAfterwards() {
        var versions = new HashMap<>(Map.of("snp", 24));
        var level = new Policy.Level(Set.of(), Set.of(), 0, Map.of(Product.MILAN, versions));
        versions.put("snp", 0);
        assertEquals(Map.of(Product.MILAN, Map.of("snp", 24)), level.minimumComponents());
    }

    @Test
    void whatIsChangedLeavesTheRestAsItWas() {
        var all = new Policy(
                new Policy.Guest(new Policy.Code.Any(), false, true, Optional.of(Set.of(VALUE))),
                new Policy.Platform(
                        EnumSet.of(TeeKind.SNP),
                        EnumSet.of(TeeKind.SNP),
                        Set.of("smt-off"),
                        Optional.of(Set.of(new Machine("chip", VALUE)))),
                new Policy.Level(Set.of(), Set.of("A"), 7, Map.of(Product.MILAN, Map.of("snp", 1))),
                new Policy.Binding(Optional.empty(), Optional.of(Duration.ofSeconds(5))));
        var code = new Policy.Code.OneOf(Set.of(new Measured(TeeKind.SNP, Map.of("measurement", VALUE))));
        var changed = all.allowing(Set.of(TeeKind.TDX))
                .running(code)
                .allowingDebug()
                .requiringRevocation(Set.of(TeeKind.TDX))
                .grading(Set.of(Tcb.Status.REVOKED), Set.of("B"), 8)
                .boundTo(VALUE);
        assertEquals(
                new Policy(
                        new Policy.Guest(code, true, true, all.guest().hostData()),
                        new Policy.Platform(
                                Set.of(TeeKind.TDX),
                                Set.of(TeeKind.TDX),
                                all.platform().features(),
                                all.platform().machines()),
                        new Policy.Level(
                                Set.of(Tcb.Status.REVOKED),
                                Set.of("B"),
                                8,
                                all.level().minimumComponents()),
                        new Policy.Binding(Optional.of(VALUE), all.binding().maximumAge())),
                changed);
    }
}
