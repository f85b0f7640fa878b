package coco.evidence.file;

import coco.evidence.Claims;
import coco.evidence.Machine;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Policy.Binding;
import coco.evidence.Policy.Code;
import coco.evidence.Policy.CodeIdentity;
import coco.evidence.Policy.Guest;
import coco.evidence.Policy.Level;
import coco.evidence.Policy.Platform;
import coco.evidence.Product;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.format.Json;
import coco.evidence.format.Json.Members;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy in JSON. Members that are missing are as in {@link Policy#genuine}; members that are not known are refused, so that
 * a word that is written wrongly does not loosen a policy.
 *
 * <pre>{@code
 * {
 *   "tees": ["snp", "tdx"],
 *   "code": [
 *     {"tee": "snp", "registers": {"measurement": "5feee3..."}},
 *     {"tee": "sgx", "signer": "62ba6b...", "product": "1", "minimumVersion": 3}
 *   ],
 *   "debugAllowed": false, "migrationAllowed": false,
 *   "grades": ["UpToDate"], "toleratedAdvisories": ["INTEL-SA-00615"], "minimumEvaluation": 17,
 *   "minimumComponents": {"Milan": {"snp": 24}},
 *   "revocationRequired": ["snp"], "features": ["smt-off"],
 *   "hostData": ["4f4448..."], "machines": ["chip:01ab..."],
 *   "reportData": "00ff...", "maximumAgeSeconds": 300
 * }
 * }</pre>
 */
public final class PolicyFile {
    private static final Set<String> MEMBERS = Set.of(
            "tees",
            "code",
            "debugAllowed",
            "migrationAllowed",
            "grades",
            "toleratedAdvisories",
            "minimumEvaluation",
            "minimumComponents",
            "revocationRequired",
            "features",
            "hostData",
            "machines",
            "reportData",
            "maximumAgeSeconds");

    private static final Policy USUAL = Policy.genuine();

    private PolicyFile() {}

    /** @throws MalformedException with what is wrong, in words for people */
    public static Policy parse(Octets file) throws MalformedException {
        var json = Json.parseObject(file);
        refuseOthers(json, MEMBERS);
        return new Policy(guest(json), platform(json), level(json), binding(json));
    }

    private static Guest guest(Members json) throws MalformedException {
        return new Guest(
                json.has("code") ? code(json) : USUAL.guest().code(),
                json.has("debugAllowed") && json.truth("debugAllowed"),
                json.has("migrationAllowed") && json.truth("migrationAllowed"),
                octets(json, "hostData"));
    }

    private static Platform platform(Members json) throws MalformedException {
        return new Platform(
                json.has("tees") ? tees(json, "tees") : USUAL.platform().tees(),
                json.has("revocationRequired") ? tees(json, "revocationRequired") : Set.of(),
                texts(json, "features"),
                machines(json));
    }

    private static Level level(Members json) throws MalformedException {
        return new Level(
                json.has("grades") ? grades(json) : USUAL.level().grades(),
                texts(json, "toleratedAdvisories"),
                json.has("minimumEvaluation") ? json.number("minimumEvaluation", Integer.MAX_VALUE) : 0,
                components(json));
    }

    private static Binding binding(Members json) throws MalformedException {
        return new Binding(
                json.has("reportData") ? Optional.of(Octets.parseHex(json.text("reportData"))) : Optional.empty(),
                json.has("maximumAgeSeconds")
                        ? Optional.of(Duration.ofSeconds(json.number("maximumAgeSeconds", Integer.MAX_VALUE)))
                        : Optional.empty());
    }

    private static Set<TeeKind> tees(Members json, String name) throws MalformedException {
        var kinds = new HashSet<TeeKind>();
        for (var word : json.texts(name)) kinds.add(tee(word));
        return kinds;
    }

    private static TeeKind tee(String word) throws MalformedException {
        return TeeKind.of(word).orElseThrow(() -> new MalformedException("no kind of TEE: " + word));
    }

    private static Code code(Members json) throws MalformedException {
        var identities = new HashSet<CodeIdentity>();
        for (var one : json.objects("code")) identities.add(identity(one));
        return new Code.OneOf(identities);
    }

    /** {@link Claims#registers} or {@link Claims#signers} say which words to use. */
    private static CodeIdentity identity(Members one) throws MalformedException {
        var tee = tee(one.text("tee"));
        if (one.has("registers")) return measured(tee, one);
        refuseOthers(one, Set.of("tee", "signer", "product", "minimumVersion"));
        return new CodeIdentity.Signed(
                tee, one.text("signer"), one.text("product"), one.number("minimumVersion", Integer.MAX_VALUE));
    }

    private static CodeIdentity measured(TeeKind tee, Members one) throws MalformedException {
        refuseOthers(one, Set.of("tee", "registers"));
        var registers = new HashMap<String, Octets>();
        var named = one.object("registers");
        for (var name : named.all().keySet()) registers.put(name, Octets.parseHex(named.text(name)));
        try {
            return new CodeIdentity.Measured(tee, registers);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Set<Tcb.Status> grades(Members json) throws MalformedException {
        var grades = new HashSet<Tcb.Status>();
        for (var word : json.texts("grades")) {
            grades.add(Tcb.Status.of(word).orElseThrow(() -> new MalformedException("no grade: " + word)));
        }
        return grades;
    }

    private static Map<Product, Map<String, Integer>> components(Members json) throws MalformedException {
        var products = new EnumMap<Product, Map<String, Integer>>(Product.class);
        if (!json.has("minimumComponents")) return products;
        var named = json.object("minimumComponents");
        for (var word : named.all().keySet()) {
            var product = Product.of(word).orElseThrow(() -> new MalformedException("no product: " + word));
            var versions = named.object(word);
            var minimum = new HashMap<String, Integer>();
            for (var component : versions.all().keySet()) {
                minimum.put(component, versions.number(component, Integer.MAX_VALUE));
            }
            products.put(product, minimum);
        }
        return products;
    }

    private static Set<String> texts(Members json, String name) throws MalformedException {
        return json.has(name) ? Set.copyOf(json.texts(name)) : Set.of();
    }

    private static Optional<Set<Octets>> octets(Members json, String name) throws MalformedException {
        if (!json.has(name)) return Optional.empty();
        var all = new HashSet<Octets>();
        for (var text : json.texts(name)) all.add(Octets.parseHex(text));
        return Optional.of(all);
    }

    private static Optional<Set<Machine>> machines(Members json) throws MalformedException {
        if (!json.has("machines")) return Optional.empty();
        var all = new HashSet<Machine>();
        for (var text : json.texts("machines")) all.add(Machine.parse(text));
        return Optional.of(all);
    }

    private static void refuseOthers(Members json, Set<String> known) throws MalformedException {
        for (var name : json.all().keySet()) {
            if (!known.contains(name)) throw new MalformedException("a policy has no member " + name);
        }
    }
}
