package coco.evidence.cca;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.Cbor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the platform says (Realm Management Monitor specification, section A7.2.3.2).
 *
 * @param challenge hash of the realm's attestation key: 32, 48 or 64 bytes
 * @param implementation which implementation of the platform it is: 32 bytes
 * @param instance this very platform: 33 bytes, of which the first is 1
 * @param configuration how it was built, in a form of its maker's
 * @param lifecycle stage of its life, 0 to 65535
 * @param hashAlgorithm of the measurements of its software
 * @param service where a verifier may be found; empty where it does not say
 */
public record PlatformClaims(
        String profile,
        Octets challenge,
        Octets implementation,
        Octets instance,
        Octets configuration,
        int lifecycle,
        String hashAlgorithm,
        List<SoftwareComponent> software,
        String service) {
    /** A part of the platform's software. Texts are empty where it does not say. */
    public record SoftwareComponent(
            String type, Octets measurement, String version, Octets signer, String hashAlgorithm) {
        @Override
        public String toString() {
            return (type + " " + version).strip() + " " + measurement + " signed by " + signer;
        }
    }

    private static final Set<String> PROFILES =
            Set.of("http://arm.com/CCA-SSD/1.0.0", "tag:arm.com,2023:cca_platform#1.0.0");

    private static final int COMPONENTS_MAX = 64;

    public PlatformClaims {
        software = List.copyOf(software);
    }

    static PlatformClaims of(Cbor.Map claims) throws MalformedException {
        var profile = claims.get(265).text();
        if (!PROFILES.contains(profile)) {
            throw new MalformedException(Reason.UNKNOWN_VERSION, "the platform's profile " + profile);
        }
        var instance = claims.get(256).bytes(33, 33);
        if (instance.at(0) != 1) throw new MalformedException("a platform's instance of kind " + instance.at(0));
        return new PlatformClaims(
                profile,
                digest(claims.get(10)),
                claims.get(2396).bytes(32, 32),
                instance,
                claims.get(2401).bytes(),
                (int) claims.get(2395).number(0, 0xffff),
                claims.get(2402).text(),
                software(claims.get(2399).items()),
                text(claims, 2400));
    }

    private static List<SoftwareComponent> software(List<Cbor> items) throws MalformedException {
        if (items.isEmpty() || items.size() > COMPONENTS_MAX) {
            throw new MalformedException(items.size() + " software components");
        }
        var components = new ArrayList<SoftwareComponent>();
        for (var item : items) {
            var component = item.map();
            components.add(new SoftwareComponent(
                    text(component, 1),
                    digest(component.get(2)),
                    text(component, 4),
                    digest(component.get(5)),
                    text(component, 6)));
        }
        return components;
    }

    private static String text(Cbor.Map claims, int label) throws MalformedException {
        var found = claims.find(label);
        return found.isEmpty() ? "" : found.get().text();
    }

    /** A hash of one of the three sizes that the format has. */
    static Octets digest(Cbor item) throws MalformedException {
        var digest = item.bytes();
        if (digest.size() != 32 && digest.size() != 48 && digest.size() != 64) {
            throw new MalformedException("a hash of " + digest.size() + " bytes");
        }
        return digest;
    }

    /** The stage of the platform's life (same specification, section A7.2.3.2.8). */
    public Lifecycle stage() {
        return Lifecycle.of(lifecycle);
    }

    /** Stages of a platform's life. Only in one of them it guards what runs on it. */
    public enum Lifecycle {
        UNKNOWN,
        ASSEMBLY_AND_TEST,
        PROVISIONING,
        SECURED,
        /** Something else than the CCA platform can be debugged. */
        OTHER_DEBUG,
        /** The CCA platform itself can be debugged. */
        PLATFORM_DEBUG,
        DECOMMISSIONED;

        static Lifecycle of(int value) {
            var stage = value >>> 12;
            var known = (value & 0x0f00) == 0 && stage < values().length;
            return known ? values()[stage] : UNKNOWN;
        }
    }
}
