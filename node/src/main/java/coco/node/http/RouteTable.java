package coco.node.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the route of a request: exact paths first, then the longest prefix. Immutable. */
final class RouteTable {
    private static final String REST = "*";

    /** What is served at one path. */
    private record Place(String path, Map<String, Published> byMethod) {}

    sealed interface Found {
        record Here(Published published) implements Found {}

        /** There is something at the path, for other methods. */
        record OtherMethods(String allow) implements Found {}

        record Nothing() implements Found {}
    }

    private final Map<String, Place> exact = new HashMap<>();

    /** The longest prefix first; the path of each without its star. */
    private final List<Place> prefixes = new ArrayList<>();

    /** @throws IllegalArgumentException where two routes have one method and path */
    RouteTable(List<Published> routes) {
        for (var published : routes) {
            var route = published.route();
            var isPrefix = route.path().endsWith(REST);
            var path = isPrefix ? route.path().substring(0, route.path().length() - 1) : route.path();
            if (!path.startsWith("/")) throw new IllegalArgumentException("a path begins with a slash: " + path);
            var place = isPrefix ? prefix(path) : exact.computeIfAbsent(path, RouteTable::place);
            if (place.byMethod.put(route.method(), published) != null)
                throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
        }
        prefixes.sort(Comparator.comparingInt(place -> -place.path.length()));
    }

    private Place prefix(String path) {
        for (var place : prefixes) if (place.path.equals(path)) return place;
        var place = place(path);
        prefixes.add(place);
        return place;
    }

    private static Place place(String path) {
        return new Place(path, new TreeMap<>());
    }

    /** A HEAD is answered as the GET of its path where nobody else does. */
    Found find(String method, String path) {
        var place = exact.get(path);
        if (place != null) return at(place, method);
        for (var candidate : prefixes) if (path.startsWith(candidate.path)) return at(candidate, method);
        return new Found.Nothing();
    }

    private static Found at(Place place, String method) {
        var published = place.byMethod.get(method);
        if (published == null && method.equals("HEAD")) published = place.byMethod.get("GET");
        if (published != null) return new Found.Here(published);
        var allow = String.join(", ", place.byMethod.keySet());
        return new Found.OtherMethods(
                place.byMethod.containsKey("GET") ? allow + ", HEAD, OPTIONS" : allow + ", OPTIONS");
    }
}
