package coco.evm.precompile;

/** The simplified map of Shallue, van de Woestijne and Ulas to y^2 = x^3 + a x + b (RFC 9380, section 6.6.2). */
final class SimplifiedSwu<E extends Element<E>> {
    private final E a;
    private final E b;
    private final E z;
    private final Isogeny<E> isogeny;

    SimplifiedSwu(E a, E b, E z, Isogeny<E> isogeny) {
        this.a = a;
        this.b = b;
        this.z = z;
        this.isogeny = isogeny;
    }

    /** The point of the isogenous curve that a field element stands for; its order may be any. */
    CurvePoint<E> map(E u) {
        var zuu = z.times(u.square());
        var inverse = zuu.square().plus(zuu).inverse();
        var x = inverse.isZero()
                ? b.times(z.times(a).inverse())
                : b.negate().times(a.inverse()).times(inverse.plus(u.one()));
        var y = curve(x).squareRoot();
        if (y == null) {
            x = zuu.times(x);
            y = curve(x).squareRoot();
        }
        if (y == null) throw new IllegalStateException("one of the two is a square for every u");
        return isogeny.apply(x, u.isOdd() == y.isOdd() ? y : y.negate());
    }

    private E curve(E x) {
        return x.square().plus(a).times(x).plus(b);
    }
}
