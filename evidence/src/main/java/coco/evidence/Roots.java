package coco.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The certificates and keys that trust begins with. {@link #vendors} are the vendors' own, pinned in this library; any
 * other is trusted only where a caller adds it.
 */
public final class Roots {
    /**
     * A pinned certificate.
     *
     * @param file its name in this library
     * @param sha256 of the certificate in DER
     * @param pinned the day on which it was taken; what it was compared with stands at {@link #PINNED}
     */
    public record Pinned(Authority authority, String file, String sha256, LocalDate pinned) {}

    private static final LocalDate NOVEMBER_2026 = LocalDate.of(2026, 11, 20);

    /**
     * All that are pinned. None was fetched from its vendor's own server: each was taken from a copy that others keep, and
     * compared on 2026-11-27 with copies in other public repositories, the whole certificates where nothing else is said.
     *
     * <ul>
     *   <li>Intel: google/go-tdx-guest, openenclave/openenclave, fortanix/rust-sgx; its key also with the one that Intel compiles
     *       into its own verifier (intel/SGXDataCenterAttestationPrimitives, {@code QvE/Enclave/qve.cpp}).
     *   <li>AMD, each of the three: google/go-sev-guest, confidential-containers/trustee, virtee/sev,
     *       microsoft/TEE-Attestation-Verification. No hash that AMD itself publishes was at hand.
     *   <li>AWS: evervault/attestation-doc-validation, fortanix/rust-sgx, hf/nitrite. AWS publishes its SHA-256 in the user guide of
     *       Nitro Enclaves ("Verifying the root of trust"), of which only quotations by others were at hand; they agree.
     *   <li>Microsoft: its SHA-256 alone, with the one in the did:x509 name of the issuer that microsoft/CCF trusts by default, and
     *       that Microsoft's own endorsements name. The certificate itself was taken from such an endorsement.
     * </ul>
     */
    public static final List<Pinned> PINNED = List.of(
            new Pinned(
                    Authority.INTEL_SGX,
                    "intel-sgx-root.pem",
                    "44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3",
                    NOVEMBER_2026),
            new Pinned(
                    Authority.AMD_SEV,
                    "amd-ark-milan.pem",
                    "69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd",
                    NOVEMBER_2026),
            new Pinned(
                    Authority.AMD_SEV,
                    "amd-ark-genoa.pem",
                    "4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1",
                    NOVEMBER_2026),
            new Pinned(
                    Authority.AMD_SEV,
                    "amd-ark-turin.pem",
                    "1f084161a44bb6d93778a904877d4819cafa5d05ef4193b2ded9dd9c73dd3f6a",
                    NOVEMBER_2026),
            new Pinned(
                    Authority.AWS_NITRO,
                    "aws-nitro-root-g1.pem",
                    "641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b",
                    NOVEMBER_2026),
            new Pinned(
                    Authority.MICROSOFT_SUPPLY_CHAIN,
                    "microsoft-supply-chain-root-2022.pem",
                    "23ffe2b8bdb9a1711515d4cffda04bc7f793d513c76c243f1020507d8669b7db",
                    NOVEMBER_2026));

    /** Issuers between AMD's roots and the keys of chips: carried along because they hardly change; not trusted by themselves. */
    private static final List<String> AMD_INTERMEDIATES = List.of(
            "amd-ask-milan.pem",
            "amd-asvk-milan.pem",
            "amd-ask-genoa.pem",
            "amd-asvk-genoa.pem",
            "amd-ask-turin.pem",
            "amd-asvk-turin.pem");

    private static final Roots VENDORS = pinned();

    private final Map<Authority, List<X509Certificate>> certificates;
    private final Map<Authority, List<PublicKey>> keys;

    private Roots(Map<Authority, List<X509Certificate>> certificates, Map<Authority, List<PublicKey>> keys) {
        this.certificates = Map.copyOf(certificates);
        this.keys = Map.copyOf(keys);
    }

    /** The vendors' own. */
    public static Roots vendors() {
        return VENDORS;
    }

    /** None at all, to be added to. */
    public static Roots none() {
        return new Roots(Map.of(), Map.of());
    }

    /** These and one more certificate. */
    public Roots with(Authority authority, X509Certificate root) {
        return new Roots(more(certificates, authority, root), keys);
    }

    /** These and one more bare key, for authorities that give no certificates. */
    public Roots with(Authority authority, PublicKey key) {
        return new Roots(certificates, more(keys, authority, key));
    }

    public List<X509Certificate> certificates(Authority authority) {
        return certificates.getOrDefault(authority, List.of());
    }

    public List<PublicKey> keys(Authority authority) {
        return keys.getOrDefault(authority, List.of());
    }

    /** Issuers that this library carries along. They are no roots. */
    public static List<X509Certificate> intermediates(Authority authority) {
        return authority == Authority.AMD_SEV ? Carried.AMD : List.of();
    }

    /** Read when they are first asked for. */
    private static final class Carried {
        static final List<X509Certificate> AMD =
                AMD_INTERMEDIATES.stream().map(Roots::read).toList();
    }

    private static <T> Map<Authority, List<T>> more(Map<Authority, List<T>> some, Authority authority, T one) {
        var all = new EnumMap<Authority, List<T>>(Authority.class);
        all.putAll(some);
        var list = new ArrayList<>(some.getOrDefault(authority, List.of()));
        list.add(one);
        all.put(authority, List.copyOf(list));
        return all;
    }

    private static Roots pinned() {
        var roots = none();
        for (var pin : PINNED) roots = roots.with(pin.authority(), read(pin));
        return roots;
    }

    private static X509Certificate read(Pinned pin) {
        var certificate = read(pin.file());
        try {
            var hash = Octets.of(certificate.getEncoded()).hash(Hash.SHA_256).toHex();
            if (!hash.equals(pin.sha256())) throw new IllegalStateException(pin.file() + " has another hash: " + hash);
            return certificate;
        } catch (CertificateException e) {
            throw new IllegalStateException(pin.file(), e);
        }
    }

    private static X509Certificate read(String file) {
        try (var in = Roots.class.getResourceAsStream("roots/" + file)) {
            if (in == null) throw new IllegalStateException("this library lacks " + file);
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (CertificateException e) {
            throw new IllegalStateException("this library's " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
