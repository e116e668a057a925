package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import packetwalk.Cluster;
import packetwalk.Inside;

/** What a cloud would write into the status of a Service, and of an Ingress. */
final class Balancers {

    private Balancers() {}

    static void ofService(Cluster cluster, String service, String address, String hostname) {
        Inside.api(cluster)
                .editStatus(
                        Service.class,
                        "default",
                        service,
                        present -> new ServiceBuilder(present)
                                .withNewStatus()
                                .withNewLoadBalancer()
                                .addNewIngress()
                                .withIp(address)
                                .withIpMode("VIP")
                                .endIngress()
                                .addNewIngress()
                                .withHostname(hostname)
                                .endIngress()
                                .endLoadBalancer()
                                .endStatus()
                                .build());
    }

    static void ofIngress(Cluster cluster, String ingress, String... addresses) {
        for (String address : addresses) {
            Inside.api(cluster)
                    .editStatus(
                            Ingress.class,
                            "default",
                            ingress,
                            present -> new IngressBuilder(present)
                                    .editOrNewStatus()
                                    .editOrNewLoadBalancer()
                                    .addNewIngress()
                                    .withIp(address)
                                    .endIngress()
                                    .endLoadBalancer()
                                    .endStatus()
                                    .build());
        }
    }
}
