// Says what the API server answers to manifests: strict decoding, defaults, validation, by its own code.
//
//	go run . < ../../resources/packetwalk/apiserver/manifests.txt
//
// With the argument "families" it says what families.go says.
//
// One manifest to a line, one answer to a line: "ok", or the refusal. What the allocators of addresses and ports would
// refuse for themselves is beyond it. answers.txt is its output, with the version in its first line.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/apis/discovery"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	"k8s.io/kubernetes/pkg/apis/networking"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/endpoint"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/node"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/discovery/endpointslice"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/ingressclass"
	utilyaml "sigs.k8s.io/yaml"
)

func strategy(obj runtime.Object) rest.RESTCreateStrategy {
	switch obj.(type) {
	case *core.Service:
		return service.Strategy
	case *core.Pod:
		return pod.Strategy
	case *core.Namespace:
		return namespace.Strategy
	case *core.Node:
		return node.Strategy
	case *core.Endpoints:
		return endpoint.Strategy
	case *core.Secret:
		return secret.Strategy
	case *core.ConfigMap:
		return configmap.Strategy
	case *networking.Ingress:
		return ingress.Strategy
	case *networking.IngressClass:
		return ingressclass.Strategy
	case *discovery.EndpointSlice:
		return endpointslice.Strategy
	case *apps.Deployment:
		return deployment.Strategy
	case *apps.ReplicaSet:
		return replicaset.Strategy
	case *apps.DaemonSet:
		return daemonset.Strategy
	case *apps.StatefulSet:
		return statefulset.Strategy
	}
	return nil
}

func answer(doc []byte) string {
	codecs := serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)
	j, err := utilyaml.YAMLToJSONStrict(doc)
	if err != nil {
		return err.Error()
	}
	obj, kind, err := codecs.UniversalDecoder().Decode(j, nil, nil)
	if err != nil {
		return err.Error()
	}
	m, _ := meta.Accessor(obj)
	if m.GetNamespace() == "" && strategy(obj).NamespaceScoped() {
		m.SetNamespace("default")
	}
	rest.FillObjectMetaSystemFields(m)
	if svc, ok := obj.(*core.Service); ok {
		if svc.Spec.ClusterIP != "" && len(svc.Spec.ClusterIPs) == 0 {
			svc.Spec.ClusterIPs = []string{svc.Spec.ClusterIP}
		}
	}
	if svc, ok := obj.(*core.Service); ok {
		// The allocators look at these first; what they then refuse for themselves is beyond this program.
		if errs := validation.ValidateServiceClusterIPsRelatedFields(svc, nil); len(errs) != 0 {
			return apierrors.NewInvalid(core.Kind("Service"), svc.Name, errs).Error()
		}
	}
	ctx := genericapirequest.WithNamespace(context.Background(), m.GetNamespace())
	plural, _ := meta.UnsafeGuessKindToResource(*kind)
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: "create", APIGroup: kind.Group, APIVersion: kind.Version, Resource: plural.Resource,
	})
	if err := rest.BeforeCreate(strategy(obj), ctx, obj); err != nil {
		return err.Error()
	}
	if len(os.Args) > 1 {
		out, _ := runtime.Encode(codecs.LegacyCodec(legacyscheme.Scheme.PrioritizedVersionsAllGroups()...), obj)
		var buf bytes.Buffer
		json.Compact(&buf, out)
		return buf.String()
	}
	return "ok"
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "families" {
		families()
		return
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			fmt.Println(answer([]byte(line)))
		}
	}
}
