package coco.evidence.dcap;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Samples;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.format.Json;
import coco.evidence.format.X509;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Real quotes and what Intel said of their platforms at the time. */
final class Real {
    static final Instant JUNE_2025 = Instant.parse("2025-06-25T00:00:00Z");

    private Real() {}

    static Quote quote(String name) {
        return quote(Samples.read(name));
    }

    static Quote quote(Octets bytes) {
        try {
            return Quote.parse(bytes);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** The quote of a file by RAVL, in which everything is base64. */
    static Octets ravl(String name, String member) {
        return Octets.of(Base64.getDecoder().decode(text(name, member)));
    }

    /** The quote of a file by Microsoft's attestation samples, which stands in hex digits behind a header. */
    static Octets openEnclave(String name) {
        return Octets.ofHex(text(name, "QuoteHex"));
    }

    static String text(String name, String member) {
        try {
            return Json.parseObject(Samples.read(name)).text(member);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    static Endorsements json(String... names) {
        try {
            var items = new ArrayList<Endorsement>();
            for (var name : names) items.addAll(Collateral.parse(Samples.read(name)));
            return new Endorsements(items);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    static Endorsements blob(Octets bytes) {
        try {
            return new Endorsements(CollateralBlob.parse(bytes));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    static Endorsements certificates(String... names) {
        try {
            var items = new ArrayList<Endorsement>();
            for (var name : names) {
                for (var one : X509.certificates(Samples.read(name))) items.add(new Endorsement.Certificate(one));
            }
            return new Endorsements(items);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    static Endorsements revocationLists(String... names) {
        try {
            var items = new ArrayList<Endorsement>();
            for (var name : names) {
                for (var one : X509.revocationLists(Samples.read(name))) items.add(new Endorsement.RevocationList(one));
            }
            return new Endorsements(items);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** Without revocation lists, say. */
    static Endorsements without(Endorsements some, Class<? extends Endorsement> kind) {
        return new Endorsements(
                some.items().stream().filter(item -> !kind.isInstance(item)).toList());
    }

    static Endorsements only(Endorsements some, Class<? extends Endorsement> kind) {
        return new Endorsements(List.copyOf(some.all(kind)));
    }

    static Verdict verify(Quote quote, Endorsements endorsements, Policy policy, String at) {
        return Verifier.ofVendors().verify((Evidence) quote, endorsements, policy, Instant.parse(at));
    }
}
