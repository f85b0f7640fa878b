package coco.evidence;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * What is carried beside evidence, in no particular order.
 *
 * @param items at most {@link #ITEMS_MAX}
 */
public record Endorsements(List<Endorsement> items) {
    public static final int ITEMS_MAX = 256;

    public static final Endorsements NONE = new Endorsements(List.of());

    /** @throws IllegalArgumentException for too many */
    public Endorsements {
        items = List.copyOf(items);
        if (items.size() > ITEMS_MAX) {
            throw new IllegalArgumentException(items.size() + " endorsements; at most " + ITEMS_MAX + " are read");
        }
    }

    public static Endorsements of(Endorsement... items) {
        return new Endorsements(List.of(items));
    }

    public Endorsements with(Endorsements more) {
        var all = new ArrayList<>(items);
        all.addAll(more.items);
        return new Endorsements(all);
    }

    public List<X509Certificate> certificates() {
        return all(Endorsement.Certificate.class).stream()
                .map(Endorsement.Certificate::certificate)
                .toList();
    }

    public List<X509CRL> revocationLists() {
        return all(Endorsement.RevocationList.class).stream()
                .map(Endorsement.RevocationList::list)
                .toList();
    }

    /** All of one kind. */
    public <E extends Endorsement> List<E> all(Class<E> kind) {
        return items.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
