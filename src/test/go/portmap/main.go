// Says what rules the CNI plugin portmap writes, by its own binary in this machine's own kernel.
//
//	go build -o ../../../target/portmap github.com/containernetworking/plugins/plugins/meta/portmap
//	go run . ../../../target/portmap < ../../resources/packetwalk/cni/portmap-questions.txt
//
// One question to a line: commands that set a node up, then calls of the plugin. For each question the nat table as
// iptables-save prints it, counters left out, and route_localnet of the bridge, after a line "== NUMBER". It needs root,
// ip and iptables, and works in a network namespace of its own. portmap-answers.txt is its output.
package main

import (
	"bufio"
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

type call struct {
	Command      string           `json:"command"`
	ContainerID  string           `json:"containerID"`
	Address      string           `json:"address"`
	PortMappings []map[string]any `json:"portMappings"`
}

type question struct {
	Before []string `json:"before"`
	Calls  []call   `json:"calls"`
}

const netns = "portmap-judge"

func run(input []byte, env []string, words ...string) string {
	command := exec.Command(words[0], words[1:]...)
	command.Stdin = bytes.NewReader(input)
	command.Env = append(os.Environ(), env...)
	out, err := command.CombinedOutput()
	if err != nil {
		panic(fmt.Sprintf("%v: %v\n%s", words, err, out))
	}
	return string(out)
}

func inside(words ...string) []string {
	return append([]string{"ip", "netns", "exec", netns}, words...)
}

// do runs the plugin; of a pod of two families both addresses are named, with a comma between them.
func (c call) do(plugin string) {
	ips := []any{}
	for _, address := range strings.Split(c.Address, ",") {
		ips = append(ips, map[string]any{"address": address, "interface": 0})
	}
	conf := map[string]any{
		"cniVersion":    "1.0.0",
		"name":          "cbr0",
		"type":          "portmap",
		"capabilities":  map[string]bool{"portMappings": true},
		"runtimeConfig": map[string]any{"portMappings": c.PortMappings},
		"prevResult": map[string]any{
			"cniVersion": "1.0.0",
			"interfaces": []any{map[string]any{"name": "eth0", "sandbox": "/var/run/netns/pod"}},
			"ips":        ips,
		},
	}
	text, err := json.Marshal(conf)
	if err != nil {
		panic(err)
	}
	env := []string{
		"CNI_COMMAND=" + c.Command, "CNI_CONTAINERID=" + c.ContainerID, "CNI_NETNS=/proc/1/ns/net",
		"CNI_IFNAME=eth0", "CNI_PATH=/opt/cni/bin",
	}
	run(text, env, inside(plugin)...)
}

func answer(plugin, line string) {
	var q question
	if err := json.Unmarshal([]byte(line), &q); err != nil {
		panic(fmt.Sprintf("%v in %s", err, line))
	}
	run(nil, nil, "ip", "netns", "add", netns)
	defer run(nil, nil, "ip", "netns", "delete", netns)
	for _, command := range q.Before {
		run(nil, nil, inside(strings.Fields(command)...)...)
	}
	for _, c := range q.Calls {
		c.do(plugin)
	}
	rules("iptables-save")
	if strings.Contains(line, "::") {
		rules("ip6tables-save")
	}
	fmt.Print("route_localnet = ", run(nil, nil, inside("cat", "/proc/sys/net/ipv4/conf/cbr0/route_localnet")...))
}

func rules(command string) {
	for _, text := range strings.Split(run(nil, nil, inside(command, "-t", "nat")...), "\n") {
		if strings.HasPrefix(text, ":") {
			fmt.Println(text[:strings.Index(text, " [")])
		} else if strings.HasPrefix(text, "-") {
			fmt.Println(text)
		}
	}
}

func version(plugin string) string {
	info, err := buildinfo.ReadFile(plugin)
	if err != nil {
		panic(err)
	}
	return info.Main.Path + " " + info.Main.Version
}

func main() {
	fmt.Println("# " + version(os.Args[1]) + ": plugins/meta/portmap, backend iptables")
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); {
		if text := strings.TrimSpace(lines.Text()); text != "" && !strings.HasPrefix(text, "#") {
			fmt.Println("==", number)
			answer(os.Args[1], text)
			number++
		}
	}
}
