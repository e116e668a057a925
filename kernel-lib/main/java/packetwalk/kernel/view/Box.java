package packetwalk.kernel.view;

/** A rectangle in pixels; y grows downwards. */
record Box(int x, int y, int w, int h) {

    int right() {
        return x + w;
    }

    int bottom() {
        return y + h;
    }

    int middle() {
        return x + w / 2;
    }
}
