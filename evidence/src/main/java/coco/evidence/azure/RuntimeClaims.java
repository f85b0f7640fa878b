package coco.evidence.azure;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.BaseEncoding;
import coco.evidence.format.Json;
import coco.evidence.format.Json.Members;
import coco.evidence.tpm.AttestationKey;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What Azure's paravisor says of the virtual machine that it runs.
 *
 * @param key HCLAkPub: with it the virtual TPM signs quotes
 * @param secureBoot whether the firmware starts signed code only; false where nothing is said
 * @param facts the configuration of the virtual machine and the user's data, for people
 */
public record RuntimeClaims(AttestationKey key, boolean secureBoot, SequencedMap<String, String> facts) {
    private static final String KEY_NAME = "HCLAkPub";

    static RuntimeClaims parse(Octets text) throws MalformedException {
        var claims = Json.parseObject(text);
        var facts = new LinkedHashMap<String, String>();
        var secureBoot = false;
        if (claims.has("vm-configuration")) {
            var configuration = claims.object("vm-configuration");
            configuration.all().forEach((name, value) -> put(facts, "vm-" + name, value));
            secureBoot = configuration.has("secure-boot") && configuration.truth("secure-boot");
        }
        claims.find("user-data").ifPresent(data -> put(facts, "user-data", data));
        return new RuntimeClaims(key(claims), secureBoot, facts);
    }

    /** Exactly one key has the name, and it is of RSA (RFC 7517, RFC 7518 section 6.3.1). */
    private static AttestationKey key(Members claims) throws MalformedException {
        var named = claims.objects("keys").stream()
                .filter(key -> key.find("kid").equals(Optional.of(new Json.Text(KEY_NAME))))
                .toList();
        if (named.size() != 1) throw new MalformedException(named.size() + " keys with the name " + KEY_NAME);
        var key = named.getFirst();
        if (!key.text("kty").equals("RSA")) throw new MalformedException(KEY_NAME + " is no RSA key");
        return AttestationKey.ofRsa(number(key, "n"), number(key, "e"));
    }

    private static Octets number(Members key, String name) throws MalformedException {
        return BaseEncoding.base64Url(key.text(name), "a number");
    }

    private static void put(SequencedMap<String, String> facts, String name, Json value) {
        switch (value) {
            case Json.Text(var text) -> facts.put(name, text);
            case Json.Numeral(var digits) -> facts.put(name, digits);
            case Json.Truth(var truth) -> facts.put(name, Boolean.toString(truth));
            case Json.Null _, Json.Elements _, Members _ -> {} // nothing to show in a line
        }
    }
}
