package coco.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coco.evidence.Authority;
import coco.evidence.DerWriter;
import coco.evidence.Examination;
import coco.evidence.MadeCertificate;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.Verdicts;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Chains out of pools in which somebody chose every name and every key but the root's. */
class ChainsTest {
    private static final Instant NOW = MadeCertificate.FROM.plusSeconds(3_600);

    private final KeyPair keys = MadeKeys.elliptic("secp256r1");
    private final KeyPair others = MadeKeys.elliptic("secp256r1");
    private final MadeIdentity root = MadeIdentity.root("CN=root", MadeKeys.elliptic("secp256r1"));
    private final MadeIdentity issuer = issuer(root, "CN=issuer", keys);

    @Test
    void theOrderOfThePoolIsOfNoMatter() {
        var second = issuer(issuer, "CN=second", others);
        var leaf = leaf(second);
        var pool = new ArrayList<>(List.of(leaf, second.certificate(), issuer.certificate(), root.certificate()));
        for (var seed = 0; seed < 10; seed++) {
            Collections.shuffle(pool, new Random(seed));
            assertEquals(
                    List.of(leaf, second.certificate(), issuer.certificate(), root.certificate()),
                    lead(root, leaf, pool));
        }
        assertEquals(List.of(), lead(root, leaf, List.of(issuer.certificate())));
    }

    @Test
    void aRootInThePoolIsNoRoot() {
        var own = MadeIdentity.root("CN=root", others);
        var leaf = leaf(own);
        assertEquals(List.of(), lead(root, leaf, List.of(own.certificate())));
        assertEquals(List.of(own.certificate()), lead(own, own.certificate(), List.of()));
        assertEquals(List.of(), lead(root, own.certificate(), List.of(own.certificate())));
    }

    @Test
    void chainsAreAsLongAsTheLimitAndNoLonger() {
        var pool = new ArrayList<X509Certificate>();
        var last = root;
        for (var length = 3; length <= Chains.LENGTH_MAX + 1; length++) {
            last = issuer(last, "CN=" + length, keys);
            pool.add(last.certificate());
            assertEquals(
                    length <= Chains.LENGTH_MAX ? length : 0,
                    lead(root, leaf(last), pool).size());
        }
    }

    /** Each has the name and not the key of the one that is sought, so that each costs a signature. */
    @Test
    void signaturesAreCounted() {
        var leaf = leaf(issuer);
        // Beside the wrong ones the right one is looked at, and the root.
        var wrong = wrong("CN=issuer", Chains.CHECKS_MAX - 1);
        assertEquals(
                3,
                lead(root, leaf, plus(wrong.subList(1, wrong.size()), issuer.certificate()))
                        .size());
        assertEquals(List.of(), lead(root, leaf, plus(wrong, issuer.certificate())));
    }

    @Test
    void aPoolOfOneNameMayHaveTheLeafInIt() {
        var named = MadeIdentity.root("CN=one", MadeKeys.elliptic("secp256r1"));
        var issued = issuer(named, "CN=one", keys);
        var leaf = issued.leaf("CN=one", others).certificate();
        // Besides, the root is looked at for the leaf and for its issuer, and the issuer; the leaf for itself is not.
        var pool = new ArrayList<>(List.of(leaf));
        pool.addAll(wrong("CN=one", Chains.CHECKS_MAX - 3));
        assertEquals(
                List.of(leaf, issued.certificate(), named.certificate()),
                lead(named, leaf, plus(pool, issued.certificate())));
    }

    /** All have one name and one key, so that each has signed each. */
    @Test
    void whatWasTriedIsNotTriedAgain() {
        var pool = Stream.generate(() -> issuer("CN=issuer", keys, "CN=issuer", keys))
                .limit(20)
                .toList();
        assertEquals(
                3, lead(root, leaf(issuer), plus(pool, issuer.certificate())).size());
        assertEquals(List.of(), lead(root, leaf(issuer), pool));
    }

    @Test
    void loopsEnd() {
        var there = issuer("CN=a", keys, "CN=b", others);
        var back = issuer("CN=b", others, "CN=a", keys);
        var leaf = leaf(new MadeIdentity(keys, there));
        assertEquals(List.of(), lead(root, leaf, List.of(there, back)));
        var out = issuer(root, "CN=b", others).certificate();
        assertEquals(List.of(leaf, there, out, root.certificate()), lead(root, leaf, List.of(there, back, out)));
    }

    /** The way around is not genuine, since only one issuer may be below the last one; it must not hide the straight one. */
    @Test
    void theShortestOfChainsThatCrossIsTaken() {
        var one = new Extension(
                "2.5.29.19", true, Octets.of(DerWriter.sequence(DerWriter.truth(true), DerWriter.integer(1))));
        var last = root.issue(MadeCertificate.of("CN=last", others.getPublic(), one, Extension.issuing()));
        var straight = issuer("CN=a", keys, "CN=last", others);
        var there = issuer("CN=a", keys, "CN=b", others);
        var back = issuer("CN=b", others, "CN=last", others);
        var leaf = leaf(new MadeIdentity(keys, straight));
        assertEquals(List.of(), lead(root, leaf, List.of(there, back, last)));
        for (var pool : List.of(List.of(straight, there, back, last), List.of(last, back, there, straight))) {
            assertEquals(List.of(leaf, straight, last, root.certificate()), lead(root, leaf, pool));
        }
    }

    @Test
    void aChainThatIsOnlySignedIsNone() {
        var noIssuer = root.leaf("CN=no issuer", keys, Extension.signing());
        assertEquals(List.of(), lead(root, leaf(noIssuer), List.of(noIssuer.certificate())));
    }

    @Test
    void datesAreLookedAtEveryTime() {
        var chains = new Chains(Roots.none().with(Authority.TPM, root.certificate()));
        var pool = List.of(issuer.certificate());
        for (var at : List.of(NOW, MadeCertificate.UNTIL.plusSeconds(1), NOW)) {
            var examination = new Examination(at);
            chains.lead(leaf(issuer), pool, Authority.TPM, examination, "a leaf");
            assertEquals(
                    at.equals(NOW) ? Set.of() : Set.of(Reason.CERTIFICATE_DATES),
                    Verdicts.reasons(examination.refusals()));
        }
    }

    private static List<X509Certificate> lead(MadeIdentity root, X509Certificate leaf, List<X509Certificate> pool) {
        var examination = new Examination(NOW);
        var chain = new Chains(Roots.none().with(Authority.TPM, root.certificate()))
                .lead(leaf, pool, Authority.TPM, examination, "a leaf");
        assertEquals(chain.isPresent() ? Set.of() : Set.of(Reason.CHAIN), Verdicts.reasons(examination.refusals()));
        return chain.map(Chain::certificates).orElse(List.of());
    }

    private static X509Certificate leaf(MadeIdentity by) {
        return by.leaf("CN=leaf", by.keys()).certificate();
    }

    private List<X509Certificate> wrong(String name, int count) {
        return Stream.generate(() -> issuer(name, others, "CN=wrong", others))
                .limit(count)
                .toList();
    }

    /** No two are equal: signatures on curves have chance in them. */
    private static X509Certificate issuer(String name, KeyPair keys, String issuer, KeyPair by) {
        return authority(name, keys).signed(issuer, by);
    }

    private static MadeIdentity issuer(MadeIdentity by, String name, KeyPair keys) {
        return new MadeIdentity(keys, by.issue(authority(name, keys)));
    }

    private static MadeCertificate authority(String name, KeyPair keys) {
        return MadeCertificate.of(name, keys.getPublic(), Extension.ofIssuer(), Extension.issuing());
    }

    private static List<X509Certificate> plus(List<X509Certificate> some, X509Certificate one) {
        var all = new ArrayList<>(some);
        all.add(one);
        return all;
    }
}
