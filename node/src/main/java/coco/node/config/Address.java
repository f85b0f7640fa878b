package coco.node.config;

/**
 * Where something listens, or can be reached: {@code host:port}, {@code [v6]:port}.
 *
 * @param host a name or an IP address, without brackets
 * @param port 0 to 65535; 0 has the system choose
 */
public record Address(String host, int port) {
    public Address {
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '[' || c == ']'))
            throw new IllegalArgumentException("an address is host:port");
        if (port < 0 || port > 65_535) throw new IllegalArgumentException("a port is 0 to 65535");
    }

    /** @throws IllegalArgumentException for any other form */
    public static Address parse(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 1) throw new IllegalArgumentException("an address is host:port");
        var host = text.substring(0, colon);
        var bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0)
            throw new IllegalArgumentException("an IPv6 address stands in brackets: [::1]:8000");
        try {
            return new Address(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an address is host:port", e);
        }
    }

    /** Whether only this machine can reach it. Names are not looked up: of them only {@code localhost} counts. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /** Whether it means all interfaces, and so is no place to be reached at. */
    public boolean isWildcard() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
