package coco.evidence.vbs;

import coco.evidence.Hash;
import coco.evidence.Octets;
import coco.evidence.tpm.EfiVariable;
import java.util.Set;

/**
 * By whose signature the firmware started Windows. Linux and others are started by Microsoft's signature too, but by that of
 * another authority: whatever they measure afterwards is not what Windows would have said.
 */
final class WindowsAuthority {
    /** SHA-256 of the certificates that sign Windows boot managers, and of no others. */
    private static final Set<Octets> CERTIFICATES = Set.of(
            // Microsoft Windows Production PCA 2011
            Octets.ofHex("e8e95f0733a55e8bad7be0a1413ee23c51fcea64b3c8fa6a786935fddcc71961"),
            // Windows UEFI CA 2023
            Octets.ofHex("076f1fea90ac29155ebf77c17682f75f1fdd1be196da302dc8461e350a9ae330"),
            // Microsoft Root Certificate Authority 2010, the issuer of both, where a machine's owner allows it
            Octets.ofHex("df545bf919a2439c36983b54cdfc903dfa4f37d3996d8d84b4c31eec6f3c163e"));

    /** EFI_SIGNATURE_DATA (UEFI 2.10 section 32.4.1) begins with a GUID of who added the entry. */
    private static final int OWNER_SIZE = 16;

    private WindowsAuthority() {}

    /** Whether {@code authority}, an entry of a signature database, is one of those. */
    static boolean is(EfiVariable authority) {
        var entry = authority.data();
        return authority.is(EfiVariable.IMAGE_SECURITY, "db")
                && entry.size() > OWNER_SIZE
                && CERTIFICATES.contains(entry.slice(OWNER_SIZE, entry.size()).hash(Hash.SHA_256));
    }
}
