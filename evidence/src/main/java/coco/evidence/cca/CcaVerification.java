package coco.evidence.cca;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Findings;
import coco.evidence.Machine;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Tcb;
import coco.evidence.cca.PlatformClaims.Lifecycle;
import coco.evidence.chain.Signers;
import java.util.LinkedHashMap;
import java.util.Set;

/**
 * Whether a token is a genuine platform's: one of the keys under {@link Authority#ARM_CCA} signed the platform's part, that
 * part names the key that signed the realm's part, and the platform is in the stage of its life in which it guards realms.
 * A platform that can be debugged counts as debug. The realm's challenge is what the token is bound to; its
 * personalization value is host data.
 */
public final class CcaVerification {
    private CcaVerification() {}

    public static Findings examine(CcaToken token, Case about) {
        var examination = about.examination();
        Signers.check(token.platformMessage(), Authority.ARM_CCA, token.tee(), about, "the platform's token");
        try {
            examination.require(
                    token.realmMessage().isSignedBy(token.realm().publicKey()),
                    Reason.SIGNATURE,
                    "the realm's token is not signed by the realm's key");
            examination.require(
                    token.platform().challenge().equals(token.realm().keyHash()),
                    Reason.KEY_BINDING,
                    "the platform vouches for another realm key");
        } catch (MalformedException e) {
            examination.refuse(e);
        }
        examination.require(
                switch (token.platform().stage()) {
                    case SECURED, OTHER_DEBUG, PLATFORM_DEBUG -> true;
                    case UNKNOWN, ASSEMBLY_AND_TEST, PROVISIONING, DECOMMISSIONED -> false;
                },
                Reason.LIFECYCLE,
                "the platform is " + token.platform().stage());
        return examination.findings(claims(token), Tcb.ungraded());
    }

    private static Claims claims(CcaToken token) {
        var realm = token.realm();
        var platform = token.platform();
        var registers = new LinkedHashMap<String, Octets>();
        registers.put("rim", realm.initial());
        for (var i = 0; i < realm.extensible().size(); i++) {
            registers.put("rem" + i, realm.extensible().get(i));
        }
        var facts = new LinkedHashMap<String, String>();
        facts.put("realm-hash", realm.hashAlgorithm());
        facts.put("platform-profile", platform.profile());
        facts.put("platform-implementation", platform.implementation().toHex());
        facts.put("platform-configuration", platform.configuration().toHex());
        facts.put("platform-lifecycle", Integer.toHexString(platform.lifecycle()));
        for (var i = 0; i < platform.software().size(); i++) {
            facts.put("platform-software-" + i, platform.software().get(i).toString());
        }
        return Claims.of(token.tee(), registers, realm.challenge())
                .withDebug(platform.stage() == Lifecycle.OTHER_DEBUG || platform.stage() == Lifecycle.PLATFORM_DEBUG)
                .withHostData(realm.personalization())
                .withMachines(Set.of(new Machine("platform-instance", platform.instance())))
                .withFacts(facts);
    }
}
