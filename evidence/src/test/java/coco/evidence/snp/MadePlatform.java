package coco.evidence.snp;

import static coco.evidence.DerWriter.ia5String;
import static coco.evidence.DerWriter.integer;

import coco.evidence.Authority;
import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.MadeCertificate;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.Octets;
import coco.evidence.Roots;
import coco.evidence.snp.KeyInfo.SigningKey;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A chip with its keys and issuers, all a test's own: of reports of versions 4 and 5, of Turin and of VLEKs nobody has
 * published a real one. Its certificates are shaped as AMD's are, and lead to a root that is not AMD's.
 */
public record MadePlatform(
        MadeIdentity root,
        MadeIdentity issuer,
        X509Certificate leaf,
        KeyPair key,
        ProcessorLine line,
        Octets tcb,
        Octets chipId) {
    static final Octets CHIP = Octets.ofHex("0102030405060708".repeat(8));

    /** One of Milan with a VCEK. */
    public static MadePlatform milan() {
        return of(ProcessorLine.MILAN, SigningKey.VCEK, "04000000000018db");
    }

    static MadePlatform of(ProcessorLine line, SigningKey kind, String tcb) {
        return of(line, kind, tcb, Map.of());
    }

    /** @param changes extensions instead of those that belong to the leaf; an empty one is left out */
    static MadePlatform of(ProcessorLine line, SigningKey kind, String tcb, Map<String, byte[]> changes) {
        var root = MadeIdentity.root("CN=ARK-" + line.word());
        var issuer = root.issuer((kind == SigningKey.VLEK ? "CN=SEV-VLEK-" : "CN=SEV-") + line.word(), 77);
        return of(root, issuer, line, kind, tcb, changes);
    }

    static MadePlatform of(
            MadeIdentity root,
            MadeIdentity issuer,
            ProcessorLine line,
            SigningKey kind,
            String tcb,
            Map<String, byte[]> changes) {
        var key = MadeKeys.elliptic("secp384r1");
        var chip = CHIP.slice(0, line.chipIdSize());
        var extensions = new HashMap<>(extensions(line, kind, Octets.ofHex(tcb), chip));
        extensions.putAll(changes);
        extensions.values().removeIf(content -> content.length == 0);
        var all = extensions.entrySet().stream()
                .map(extension -> Extension.of(extension.getKey(), extension.getValue()))
                .toArray(Extension[]::new);
        var leaf = issuer.issue(
                MadeCertificate.of("CN=SEV-" + kind, key.getPublic(), all).numbered(0));
        var padded = chip.concat(Octets.of(new byte[64 - chip.size()]));
        return new MadePlatform(root, issuer, leaf, key, line, Octets.ofHex(tcb), padded);
    }

    private static Map<String, byte[]> extensions(ProcessorLine line, SigningKey kind, Octets tcb, Octets chip) {
        var amd = "1.3.6.1.4.1.3704.1.";
        var extensions = new HashMap<String, byte[]>();
        extensions.put(amd + "1", integer(line == ProcessorLine.TURIN ? 1 : 0));
        extensions.put(amd + "2", ia5String(line == ProcessorLine.MILAN ? "Milan-B0" : line.word()));
        var milan = new int[] {1, 2, 4, 5, 6, 7, 3, 8};
        var turin = new int[] {9, 1, 2, 3, 5, 6, 7, 8};
        var numbers = line == ProcessorLine.TURIN ? turin : milan;
        for (var i = 0; i < 8; i++) extensions.put(amd + "3." + numbers[i], integer(tcb.at(i)));
        if (kind == SigningKey.VLEK) {
            extensions.put(amd + "5", ia5String("CN=cc-north.example.com"));
        } else {
            extensions.put(amd + "4", chip.toArray());
        }
        return extensions;
    }

    /** A report that its chip could have made, not signed yet. */
    MadeReport report(int version) {
        var report = new MadeReport(version).tcb(tcb.toHex()).put(0x1a0, chipId);
        if (version < 3) return report;
        return switch (line) {
            case MILAN -> report.processor(0x19, 0x01, 1);
            case GENOA -> report.processor(0x19, 0x11, 1);
            case TURIN -> report.processor(0x1a, 0x02, 1);
        };
    }

    SnpReport signed(MadeReport report) {
        return report.sign(key.getPrivate()).parse();
    }

    /** The bytes of a signed report with this report data. */
    public Octets bytes(Octets reportData) {
        return report(3).put(0x50, reportData).sign(key.getPrivate()).bytes();
    }

    public Roots roots() {
        return Roots.none().with(Authority.AMD_SEV, root.certificate());
    }

    public Endorsements endorsements(Endorsement... more) {
        var items = new ArrayList<Endorsement>();
        items.add(new Endorsement.Certificate(leaf));
        items.add(new Endorsement.Certificate(issuer.certificate()));
        items.addAll(List.of(more));
        return new Endorsements(items);
    }
}
