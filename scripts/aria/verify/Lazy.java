package aria.verify;

import java.util.function.Supplier;

/** A value that is made when first asked for, and once. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private T value;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        if (value == null) {
            value = maker.get();
        }
        return value;
    }
}
