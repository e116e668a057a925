package packetwalk.cloud;

/** The cloud refuses an order; its message is what the cloud's API says. */
final class CloudFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    CloudFault(String message) {
        super(message);
    }
}
