package packetwalk.cloud;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.net.x509.Certificates;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.tls.ServerCertificates;

/** Which of a target proxy's certificates a client gets: the first that is for the name it asks for, else the first. */
record GceCertificates(Supplier<List<KeyedCertificate>> all) implements ServerCertificates {

    @Override
    public Optional<Choice> choose(Optional<String> serverName) {
        List<KeyedCertificate> certificates = all.get();
        Optional<KeyedCertificate> fitting = serverName.flatMap(name -> certificates.stream()
                .filter(each -> Certificates.isFor(each.certificate(), name))
                .findFirst());
        return fitting.map(each -> new Choice(each, "it is for " + serverName.get()))
                .or(() -> certificates.stream()
                        .findFirst()
                        .map(each -> new Choice(
                                each,
                                "it is the first of " + certificates.size() + ", and none is for "
                                        + serverName.orElse("a client that names no host"))));
    }
}
