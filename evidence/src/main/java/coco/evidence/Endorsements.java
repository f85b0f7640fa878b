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

    /** These and those. Each may be of somebody's making, and as long as can be, so that the limit is asked for here. */
    public Endorsements with(Endorsements more) throws MalformedException {
        var all = new ArrayList<>(items);
        all.addAll(more.items);
        requireRoom(all.size());
        return new Endorsements(all);
    }

    /** @throws MalformedException where {@code count} endorsements are too many */
    public static void requireRoom(int count) throws MalformedException {
        if (count > ITEMS_MAX) throw new MalformedException("more than " + ITEMS_MAX + " endorsements");
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
