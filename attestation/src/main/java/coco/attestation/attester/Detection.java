package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.attestation.tpm.TpmDevice;
import coco.evidence.TeeKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds the TEE that this machine has. First comes where the hardware itself takes the 64 bytes, then where a virtual TPM does:
 *
 * <ol>
 *   <li>an enclave of Gramine, in which nothing else is to be seen;
 *   <li>a Nitro enclave;
 *   <li>Linux's folder of reports, for SEV-SNP, TDX and CCA;
 *   <li>a virtual TPM of Azure, told by the index that only it has.
 * </ol>
 *
 * A plain TPM is not looked for, since it shields nothing from the machine's owner; it is taken where it is asked for by its kind. What
 * a host shows or hides decides which TEE is found, and never what its evidence is worth: that is the verifier's to say.
 */
public final class Detection {
    /** Linux's device of a TPM that keeps apart what each process loads. */
    static final String TPM = "dev/tpmrm0";

    /**
     * What an operator may say.
     *
     * @param kind the only kind that is looked for; any where empty
     * @param privilegeLevel VMPL that reports of SEV-SNP are asked for, 0 to 3
     * @param tpmKey handle of the key with which a plain TPM signs quotes
     */
    public record Settings(Optional<TeeKind> kind, OptionalInt privilegeLevel, OptionalInt tpmKey) {
        public static final Settings NONE = new Settings(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

        /** @throws IllegalArgumentException for a privilege level out of range */
        public Settings {
            if (privilegeLevel.isPresent() && (privilegeLevel.getAsInt() < 0 || privilegeLevel.getAsInt() > 3)) {
                throw new IllegalArgumentException("a privilege level is 0 to 3, not " + privilegeLevel.getAsInt());
            }
        }

        public Settings of(TeeKind only) {
            return new Settings(Optional.of(only), privilegeLevel, tpmKey);
        }
    }

    private interface Opener {
        Attester open() throws AttesterException;
    }

    /** Where to look, for which kinds. */
    private record Place(Set<TeeKind> kinds, boolean unasked, Opener opener) {}

    private Detection() {}

    /**
     * @param root of the file system
     * @throws AttesterException where there is none: its message has every place that was looked at, and what was found there
     */
    public static Attester find(Path root, Settings settings) throws AttesterException {
        var reasons = new ArrayList<String>();
        for (var place : places(root, settings)) {
            if (!settings.kind().map(place.kinds()::contains).orElse(place.unasked())) continue;
            try {
                var attester = place.opener().open();
                if (settings.kind().orElse(attester.kind()) == attester.kind()) return attester;
                reasons.add("the TEE is " + attester.kind().word());
            } catch (AttesterException e) {
                reasons.add(String.valueOf(e.getMessage()));
            }
        }
        var what = settings.kind().map(kind -> "no TEE of kind " + kind.word()).orElse("no TEE");
        if (reasons.isEmpty())
            throw new AttesterException(Reason.UNSUPPORTED, what + ": no evidence of it is made here");
        throw new AttesterException(Reason.ABSENT, what + " on this machine:\n  " + String.join("\n  ", reasons));
    }

    private static List<Place> places(Path root, Settings settings) {
        return List.of(
                new Place(EnumSet.of(TeeKind.SGX), true, () -> Gramine.open(root)),
                new Place(EnumSet.of(TeeKind.NITRO), true, () -> NitroSecurityModule.open(root)),
                new Place(
                        EnumSet.of(TeeKind.SNP, TeeKind.TDX, TeeKind.CCA),
                        true,
                        () -> ConfigfsTsm.open(root, settings.privilegeLevel())),
                new Place(
                        EnumSet.of(TeeKind.AZURE_SNP, TeeKind.AZURE_TDX),
                        true,
                        () -> AzureVtpm.open(() -> TpmDevice.open(root.resolve(TPM)))),
                new Place(EnumSet.of(TeeKind.TPM), false, () -> guestTpm(root, settings)));
    }

    private static Attester guestTpm(Path root, Settings settings) throws AttesterException {
        var key = settings.tpmKey()
                .orElseThrow(() -> new AttesterException(Reason.ABSENT, "no key of the TPM is configured"));
        return GuestTpm.open(() -> TpmDevice.open(root.resolve(TPM)), root, key);
    }
}
