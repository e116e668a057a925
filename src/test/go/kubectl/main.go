// Command kubectl is the real kubectl as a judge: it runs Kubernetes' own commands over given objects, and says what they
// print.
//
// A line of its input is a case: {"now": "2026-01-01T00:02:10Z", "objects": [...], "commands": ["get pods -o wide", ...]},
// where the objects are all that the API server holds, "leases" those that ours does not keep as objects, and now is a whole
// second. A line of its output is a list of texts, one for each command. The commands talk to a server of this program (server.go), which lists, finds and makes tables, the
// latter by the API server's own code.
//
// kubectl and the table maker ask the machine's clock how old something is. So the times in the objects are moved to where
// they are as old by that clock as they are at now, and what then is printed as a date is moved back.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/cmd/describe"
	"k8s.io/kubectl/pkg/cmd/get"
	"k8s.io/kubectl/pkg/cmd/rollout"
	cmdutil "k8s.io/kubectl/pkg/cmd/util"
	"k8s.io/kubectl/pkg/cmd/wait"
)

type question struct {
	Now      time.Time                `json:"now"`
	Objects  []map[string]interface{} `json:"objects"`
	Leases   []map[string]interface{} `json:"leases"`
	Commands []string                 `json:"commands"`
}

// A command that takes longer might have seen another second than the one it was asked about.
const longest = 900 * time.Millisecond

var (
	moments = regexp.MustCompile(`Time$|Timestamp$|^(startedAt|finishedAt|timeAdded)$`)
	dates   = regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z][a-z] \d{4} \d\d:\d\d:\d\d [+-]\d{4}`)
)

// move is a copy of a tree whose moments are that much later.
func move(tree interface{}, by time.Duration) interface{} {
	if by == 0 {
		return tree
	}
	switch node := tree.(type) {
	case map[string]interface{}:
		moved := map[string]interface{}{}
		for key, value := range node {
			text, isText := value.(string)
			at, err := time.Parse(time.RFC3339Nano, text)
			if isText && err == nil && moments.MatchString(key) {
				moved[key] = at.Add(by).UTC().Format(metav1.RFC3339Micro)
			} else {
				moved[key] = move(value, by)
			}
		}
		return moved
	case []interface{}:
		moved := make([]interface{}, len(node))
		for i, value := range node {
			moved[i] = move(value, by)
		}
		return moved
	}
	return tree
}

// moveBack undoes it in a text, where seconds are all that is printed of a moment.
func moveBack(text string, by time.Duration) string {
	return dates.ReplaceAllStringFunc(text, func(date string) string {
		at, err := time.Parse(time.RFC1123Z, date)
		if err != nil || at.Year() == 1 {
			return date
		}
		return at.Add(time.Second - time.Nanosecond - by).Truncate(time.Second).Format(time.RFC1123Z)
	})
}

type fatal struct{ message string }

// run is what kubectl prints, on both of its streams.
func run(url string, words []string) (text string) {
	var out bytes.Buffer
	streams := genericiooptions.IOStreams{In: &bytes.Buffer{}, Out: &out, ErrOut: &out}
	flags := genericclioptions.NewConfigFlags(true)
	root := &cobra.Command{Use: "kubectl", SilenceUsage: true, SilenceErrors: true}
	flags.AddFlags(root.PersistentFlags())
	f := cmdutil.NewFactory(flags)
	root.AddCommand(
		get.NewCmdGet("kubectl", f, streams),
		describe.NewCmdDescribe("kubectl", f, streams),
		rollout.NewCmdRollout("kubectl", f, streams),
		wait.NewCmdWait(f, streams),
	)
	root.SetArgs(append(words, "--server", url))
	root.SetOut(&out)
	root.SetErr(&out)
	cmdutil.BehaviorOnFatal(func(message string, code int) { panic(fatal{message}) })
	defer func() {
		switch end := recover().(type) {
		case nil:
		case fatal:
			text = out.String() + end.message
		default:
			panic(end)
		}
	}()
	if err := root.Execute(); err != nil {
		return out.String() + "error: " + err.Error()
	}
	return out.String()
}

func answer(asked question, url string, objects *store) []string {
	texts := []string{}
	for _, command := range asked.Commands {
		text, took := once(asked, command, url, objects)
		for took > longest {
			text, took = once(asked, command, url, objects)
		}
		texts = append(texts, text)
	}
	return texts
}

func once(asked question, command, url string, objects *store) (string, time.Duration) {
	began := time.Now()
	by := began.Sub(asked.Now)
	if strings.Contains(command, "-o yaml") || strings.Contains(command, "-o json") {
		by = 0
	}
	objects.hold(append(asked.Objects, asked.Leases...), by)
	text := run(url, strings.Fields(command))
	return moveBack(text, by), time.Since(began)
}

func main() {
	os.Setenv("KUBECONFIG", os.DevNull)
	cache, err := os.MkdirTemp("", "kubectl")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(cache)
	os.Setenv("KUBECACHEDIR", cache)
	time.Local = time.UTC
	objects := newStore()
	server := httptest.NewServer(objects)
	defer server.Close()
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			panic(err)
		}
		answers.Encode(answer(asked, server.URL, objects))
	}
}
