package coco.attestation.attester;

import static coco.attestation.attester.Recorded.ASKED;
import static coco.attestation.attester.Recorded.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.attestation.attester.AttesterException.Reason;
import coco.attestation.attester.Detection.Settings;
import coco.attestation.tpm.FakeTpm;
import coco.crypto.Bytes;
import coco.evidence.TeeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines with one TEE, with several, and with none. */
class DetectionTest {
    private final FakeMachine machine = new FakeMachine();

    private Attester find(Settings settings) throws AttesterException {
        return Detection.find(machine.root(), settings);
    }

    /** A device that passes commands on. */
    private void showTpm(FakeTpm tpm) {
        machine.put(Detection.TPM, () -> new FakeMachine.Handle() {
            private Bytes response = Bytes.EMPTY;

            @Override
            public int write(ByteBuffer from) throws IOException {
                var command = new byte[from.remaining()];
                from.get(command);
                response = tpm.exchange(Bytes.of(command));
                return command.length;
            }

            @Override
            public int read(ByteBuffer into) {
                into.put(response.toArray());
                return response.size();
            }
        });
    }

    @Test
    void aMachineWithoutOneIsToldWhereWasLooked() {
        assertEquals("""
                no TEE on this machine:
                  /dev/attestation: no such folder
                  /dev/nsm: no such device
                  /sys/kernel/config/tsm/report: no such folder (Linux 6.7, configfs mounted, a guest of SNP, TDX or CCA)
                  /dev/tpmrm0: no such device""", assertRefused(Reason.ABSENT, () -> find(Settings.NONE)));
    }

    @Test
    void whatIsThereAndOfNoUseIsTold() {
        machine.put("dev/attestation/attestation_type", "none");
        new FakeTsm(machine, "");
        var tpm = new FakeTpm();
        showTpm(tpm);
        var text = assertRefused(Reason.ABSENT, () -> find(Settings.NONE));
        assertTrue(text.contains("/dev/attestation: attestation of type none, not dcap"), text);
        assertTrue(text.contains("No such device or address"), text);
        assertTrue(text.contains("the TPM has no index 0x01400001"), text);
        machine.put(Detection.TPM, () -> {
            throw new AccessDeniedException("/dev/tpmrm0");
        });
        text = assertRefused(Reason.ABSENT, () -> find(Settings.NONE));
        assertTrue(text.contains("/dev/tpmrm0: this process may not use it"), text);
    }

    @Test
    void theHardwareComesBeforeAVirtualTpm() throws Exception {
        showTpm(new AzureSample().tpm());
        var azure = find(Settings.NONE);
        assertInstanceOf(AzureVtpm.class, azure);
        assertEquals(TeeKind.AZURE_SNP, azure.attest(ASKED).tee());
        new FakeTsm(machine, "arm_cca_guest");
        assertEquals(TeeKind.CCA, find(Settings.NONE).kind());
        machine.put("dev/nsm", "");
        assertEquals(TeeKind.NITRO, find(Settings.NONE).kind());
        machine.put("dev/attestation/attestation_type", "dcap");
        assertEquals(TeeKind.SGX, find(Settings.NONE).kind());
    }

    @Test
    void aKindThatIsAskedForIsTheOnlyOneThatIsLookedFor() throws Exception {
        machine.put("dev/attestation/attestation_type", "dcap");
        var tsm = new FakeTsm(machine, "sev_guest");
        showTpm(new AzureSample().tpm());
        assertEquals(TeeKind.SNP, find(Settings.NONE.of(TeeKind.SNP)).kind());
        assertEquals(
                TeeKind.AZURE_SNP, find(Settings.NONE.of(TeeKind.AZURE_SNP)).kind());
        assertEquals(1, tsm.made);
        assertEquals(
                "no TEE of kind tdx on this machine:\n  the TEE is snp",
                assertRefused(Reason.ABSENT, () -> find(Settings.NONE.of(TeeKind.TDX))));
        assertEquals(
                "no TEE of kind nitro on this machine:\n  /dev/nsm: no such device",
                assertRefused(Reason.ABSENT, () -> find(Settings.NONE.of(TeeKind.NITRO))));
    }

    @ParameterizedTest
    @EnumSource(names = {"VBS", "SOFTWARE"})
    void kindsWithoutAnAttesterAreNamed(TeeKind kind) {
        assertEquals(
                "no TEE of kind " + kind.word() + ": no evidence of it is made here",
                assertRefused(Reason.UNSUPPORTED, () -> find(Settings.NONE.of(kind))));
    }

    @Test
    void aPlainTpmIsTakenWhereItIsAskedForAndItsKeyIsNamed() throws Exception {
        var tpm = new AzureSample().tpm();
        tpm.indexes.clear();
        showTpm(tpm);
        assertRefused(Reason.ABSENT, () -> find(Settings.NONE));
        var text = assertRefused(Reason.ABSENT, () -> find(Settings.NONE.of(TeeKind.TPM)));
        assertTrue(text.endsWith("no key of the TPM is configured"), text);
        var settings = new Settings(Optional.of(TeeKind.TPM), OptionalInt.empty(), OptionalInt.of(0x8101_0002));
        assertEquals(TeeKind.TPM, find(settings).kind());
    }

    @Test
    void thePrivilegeLevelIsPassedOn() throws Exception {
        var tsm = new FakeTsm(machine, "sev_guest");
        tsm.outblob = Recorded.read("snp/trustee/test-report.bin");
        find(new Settings(Optional.empty(), OptionalInt.of(1), OptionalInt.empty()))
                .attest(ASKED);
        assertEquals(java.util.List.of("1"), tsm.levels);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void aPrivilegeLevelIs0To3(int level) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Settings(Optional.empty(), OptionalInt.of(level), OptionalInt.empty()));
    }

    @Test
    void aDeviceThatGivesNothingIsRefused() {
        machine.put(Detection.TPM, () -> new FakeMachine.Handle() {
            @Override
            public int write(ByteBuffer from) {
                return from.remaining();
            }

            @Override
            public int read(ByteBuffer into) {
                return -1;
            }
        });
        var text = assertRefused(Reason.ABSENT, () -> find(Settings.NONE));
        assertTrue(text.contains("the TPM cannot be used: the TPM gave nothing"), text);
        machine.put(Detection.TPM, () -> new FakeMachine.Handle() {
            @Override
            public int write(ByteBuffer from) {
                return from.remaining() - 1;
            }
        });
        text = assertRefused(Reason.ABSENT, () -> find(Settings.NONE));
        assertTrue(text.contains("the TPM took 13 of 14 bytes"), text);
    }
}
