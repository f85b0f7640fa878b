package coco.evidence;

/**
 * One physical machine, as its vendor tells machines apart. Quotes that look genuine can be forged by whoever opens a
 * machine of their own, so a member vouches for machines, not only for code.
 *
 * @param kind what the id is: {@code ppid}, {@code platform-instance} or {@code chip}
 */
public record Machine(String kind, Octets id) {
    @Override
    public String toString() {
        return kind + ":" + id.toHex();
    }

    /** @throws MalformedException unless {@code text} is {@code kind:hex} */
    public static Machine parse(String text) throws MalformedException {
        var colon = text.indexOf(':');
        if (colon < 1) throw new MalformedException("a machine is kind:hex, not " + text);
        return new Machine(text.substring(0, colon), Octets.parseHex(text.substring(colon + 1)));
    }
}
