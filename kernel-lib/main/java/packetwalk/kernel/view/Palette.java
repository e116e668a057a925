package packetwalk.kernel.view;

/** Colours: Okabe and Ito's set for what has a meaning, since it is told apart by every eye; greys for what stands. */
final class Palette {

    static final String FORTH = "#0072B2";
    static final String BACK = "#E69F00";
    static final String LOSS = "#D55E00";
    static final String NAT = "#9C3F74";
    static final String NAT_FILL = "#FBF1F7";

    static final String INK = "#1B2733";
    static final String SOFT = "#5A6B7B";
    static final String WIRE = "#9AA8B5";
    static final String PAPER = "#FFFFFF";
    static final String NODE = "#F6F8FA";
    static final String EDGE = "#B9C4CE";
    static final String BRIDGE = "#DDEBE4";
    static final String BRIDGE_EDGE = "#8FB5A3";
    static final String POD = "#FFFFFF";
    static final String CORE = "#E8EDF2";

    private Palette() {}
}
