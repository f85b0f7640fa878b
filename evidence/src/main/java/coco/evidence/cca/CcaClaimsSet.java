package coco.evidence.cca;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.BaseEncoding;
import coco.evidence.format.Cbor;
import coco.evidence.format.Json;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

/**
 * Sets of claims in JSON, in which they are shown and never signed: each name stands for a label of the token, and bytes are in
 * base64. What they say has to hold to the rules for tokens.
 */
public final class CcaClaimsSet {
    private static final Map<String, Integer> PLATFORM = Map.of(
            "cca-platform-profile", 265,
            "cca-platform-challenge", 10,
            "cca-platform-implementation-id", 2396,
            "cca-platform-instance-id", 256,
            "cca-platform-config", 2401,
            "cca-platform-lifecycle", 2395,
            "cca-platform-sw-components", 2399,
            "cca-platform-service-indicator", 2400,
            "cca-platform-hash-algo-id", 2402);

    private static final Map<String, Integer> COMPONENT = Map.of(
            "measurement-type", 1,
            "measurement-value", 2,
            "version", 4,
            "signer-id", 5,
            "measurement-description", 6);

    private static final Map<String, Integer> REALM = Map.of(
            "cca-realm-profile", 265,
            "cca-realm-challenge", 10,
            "cca-realm-personalization-value", 44235,
            "cca-realm-hash-algo-id", 44236,
            "cca-realm-public-key", 44237,
            "cca-realm-initial-measurement", 44238,
            "cca-realm-extensible-measurements", 44239,
            "cca-realm-public-key-hash-algo-id", 44240);

    /** Labels whose texts are texts; all others are bytes in base64. */
    private static final Set<Integer> TEXTS = Set.of(1, 4, 6, 265, 2400, 2402, 44236, 44240);

    private CcaClaimsSet() {}

    public static PlatformClaims platform(Octets json) throws MalformedException {
        return PlatformClaims.of(claims(Json.parseObject(json), PLATFORM));
    }

    public static RealmClaims realm(Octets json) throws MalformedException {
        return RealmClaims.of(claims(Json.parseObject(json), REALM));
    }

    private static Cbor.Map claims(Json.Members members, Map<String, Integer> labels) throws MalformedException {
        var entries = new ArrayList<Cbor.Entry>();
        for (var name : members.all().keySet()) {
            var label = labels.get(name);
            if (label == null) throw new MalformedException("the claim " + name);
            entries.add(Cbor.Entry.of(label, value(label, members, name)));
        }
        return new Cbor.Map(entries);
    }

    private static Cbor value(int label, Json.Members members, String name) throws MalformedException {
        if (members.member(name) instanceof Json.Numeral) return Cbor.integer(members.number(name, 0xffff));
        if (members.member(name) instanceof Json.Text(var text)) {
            return TEXTS.contains(label) ? new Cbor.Text(text) : bytes(text);
        }
        var items = new ArrayList<Cbor>();
        if (label == 44239) {
            for (var text : members.texts(name)) items.add(bytes(text));
        } else {
            for (var component : members.objects(name)) items.add(claims(component, COMPONENT));
        }
        return new Cbor.Array(items);
    }

    private static Cbor bytes(String text) throws MalformedException {
        return new Cbor.Bytes(BaseEncoding.base64(text, "a claim"));
    }
}
