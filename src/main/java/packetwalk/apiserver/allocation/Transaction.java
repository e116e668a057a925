package packetwalk.apiserver.allocation;

import java.util.ArrayList;
import java.util.List;

/** What was taken and what is to be given back, until it is known whether the object is stored. */
public final class Transaction {
    private final List<Runnable> onRevert = new ArrayList<>();
    private final List<Runnable> onCommit = new ArrayList<>();

    Transaction() {}

    /** Something was taken: {@code giveBack} undoes it. */
    void taken(Runnable giveBack) {
        onRevert.add(giveBack);
    }

    /** Something is not needed any more once the object is stored. */
    void release(Runnable giveBack) {
        onCommit.add(giveBack);
    }

    /** The object is stored. */
    public void commit() {
        onCommit.forEach(Runnable::run);
    }

    /** The object was refused: all is as it was. */
    public void revert() {
        onRevert.forEach(Runnable::run);
    }
}
