// Judges what `patch-compose --all --preset '*=mount' --yes` did to compose files, by Docker Compose's own loader:
//
//	go run . BEFORE_FOLDER AFTER_FOLDER
//
// For every file that changed: the project is loaded before and after, schema, interpolation and consistency included;
// taking out what the plan adds has to leave exactly what was there, and everything it adds has to be there. Variables that are
// required get made-up values; exit 1 when an edit is wrong.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/loader"
)

// load reads a project as JSON; variables that are required and not there get a value.
func load(file string) (map[string]any, error) {
	var last error
	for attempt, value := range []string{"", "7", "./x", "127.0.0.1", "", "7", "./x"} {
		// Every profile, else most services of some files are never looked at.
		options, err := cli.NewProjectOptions([]string{file}, cli.WithName("judge"), cli.WithProfiles([]string{"*"}),
			cli.WithWorkingDirectory(filepath.Dir(file)), cli.WithResolvedPaths(true), cli.WithDiscardEnvFile, cli.WithLoadOptions(func(o *loader.Options) {
				o.SkipResolveEnvironment = true
				o.SkipConsistencyCheck = attempt > 3
			}))
		if err != nil {
			return nil, err
		}
		if value != "" {
			for _, name := range variables(file) {
				options.Environment[name] = value
			}
		}
		project, err := options.LoadProject(context.Background())
		if err != nil {
			last = err
			continue
		}
		text, err := project.MarshalJSON()
		if err != nil {
			return nil, err
		}
		var model map[string]any
		return model, json.Unmarshal(text, &model)
	}
	return nil, last
}

// variables are the names behind a dollar in a file.
func variables(file string) []string {
	text, _ := os.ReadFile(file)
	var names []string
	for i := 0; i < len(text); i++ {
		if text[i] != '$' {
			continue
		}
		j := i + 1
		if j < len(text) && text[j] == '{' {
			j++
		}
		k := j
		for k < len(text) && (text[k] == '_' || text[k]|32 >= 'a' && text[k]|32 <= 'z' || text[k] >= '0' && text[k] <= '9') {
			k++
		}
		names = append(names, string(text[j:k]))
	}
	return names
}

func object(value any) map[string]any {
	found, _ := value.(map[string]any)
	return found
}

// takeOut removes what the plan adds for each service of before, and says what of it is missing.
func takeOut(after, before map[string]any) []string {
	var missing []string
	services, volumes := object(after["services"]), object(after["volumes"])
	for name := range object(before["services"]) {
		missing = append(missing, takeOutOf(name, services, volumes)...)
	}
	for name := range services {
		if ours(name) && object(before["services"])[name] == nil {
			delete(services, name)
		}
	}
	for name := range volumes {
		if strings.HasSuffix(name, "-mtls") && object(before["volumes"])[name] == nil {
			delete(volumes, name)
		}
	}
	// What a base got reaches those that extend it.
	for _, service := range services {
		waits := object(object(service)["depends_on"])
		for other := range waits {
			if ours(other) {
				delete(waits, other)
			}
		}
		if waits != nil && len(waits) == 0 {
			delete(object(service), "depends_on")
		}
	}
	if len(volumes) == 0 {
		delete(after, "volumes")
	}
	if len(object(before["volumes"])) == 0 {
		delete(before, "volumes")
	}
	return missing
}

// takeOutOf does so for one service; one that the plan leaves alone has to be as it was.
func takeOutOf(name string, services, volumes map[string]any) []string {
	service := object(services[name])
	if service == nil {
		return []string{name + " is gone"}
	}
	if object(services[name+"-mtls-init"]) == nil {
		return nil
	}
	var missing []string
	waits := object(service["depends_on"])
	init, ready := object(waits[name+"-mtls-init"]), object(waits[name+"-mtls-ready"])
	gate := object(object(services[name+"-mtls-ready"])["depends_on"])
	direct := init["condition"] == "service_completed_successfully"
	gated := ready["condition"] == "service_started" && object(gate[name+"-mtls-init"])["condition"] == "service_completed_successfully"
	if !direct && !gated {
		missing = append(missing, name+" does not wait for its key")
	}
	mounts, _ := service["volumes"].([]any)
	var rest []any
	for _, mount := range mounts {
		m := object(mount)
		if m["source"] != name+"-mtls" || m["target"] != "/etc/certs" || m["read_only"] != true || m["type"] != "volume" {
			rest = append(rest, mount)
		}
	}
	if len(rest) != len(mounts)-1 {
		missing = append(missing, name+" has no mount")
	}
	put(service, "volumes", rest)
	if _, there := volumes[name+"-mtls"]; !there {
		missing = append(missing, "no volume for "+name)
	}
	return missing
}

func ours(name string) bool {
	return strings.HasSuffix(name, "-mtls-init") || strings.HasSuffix(name, "-mtls-ready")
}

func put(object map[string]any, key string, rest []any) {
	if len(rest) == 0 {
		delete(object, key)
	} else {
		object[key] = rest
	}
}

// slim takes out empty depends_on and volumes, which are as good as absent.
func slim(model map[string]any) {
	for _, service := range object(model["services"]) {
		s := object(service)
		for _, key := range []string{"depends_on", "volumes"} {
			if list, is := s[key].([]any); is && len(list) == 0 || s[key] == nil {
				delete(s, key)
			}
			if m, is := s[key].(map[string]any); is && len(m) == 0 {
				delete(s, key)
			}
		}
	}
}

func judge(before, after, from, to string) string {
	old, err := os.ReadFile(before)
	if err != nil {
		return "WRONG: " + err.Error()
	}
	now, err := os.ReadFile(after)
	if err != nil {
		return "WRONG: " + err.Error()
	}
	if bytes.Equal(old, now) {
		if _, err := load(before); err == nil {
			return "unchanged, though Compose accepts it"
		}
		return "unchanged, Compose refuses it"
	}
	was, err := load(before)
	if err != nil {
		return "changed, though Compose refuses the original: " + first(err.Error())
	}
	is, err := load(after)
	if err != nil {
		return "WRONG: Compose refuses the patched file: " + first(err.Error())
	}
	text, _ := json.Marshal(is)
	text = bytes.ReplaceAll(text, []byte(to+`"`), []byte(from+`"`))
	text = bytes.ReplaceAll(text, []byte(to+`/`), []byte(from+`/`))
	is = map[string]any{}
	json.Unmarshal(text, &is)
	missing := takeOut(is, was)
	slim(is)
	slim(was)
	a, _ := json.Marshal(was)
	b, _ := json.Marshal(is)
	if len(missing) > 0 {
		return "WRONG: " + strings.Join(missing, ", ")
	}
	if !bytes.Equal(a, b) {
		return "WRONG: differs in more than was meant: " + difference(was, is, "")
	}
	return "patched as meant"
}

func difference(a, b any, path string) string {
	x, y := object(a), object(b)
	if x == nil || y == nil {
		p, _ := json.Marshal(a)
		q, _ := json.Marshal(b)
		if bytes.Equal(p, q) {
			return ""
		}
		return fmt.Sprintf("%s: %.150s -> %.150s", path, p, q)
	}
	keys := map[string]bool{}
	for key := range x {
		keys[key] = true
	}
	for key := range y {
		keys[key] = true
	}
	var sorted []string
	for key := range keys {
		sorted = append(sorted, key)
	}
	sort.Strings(sorted)
	for _, key := range sorted {
		if found := difference(x[key], y[key], path+"/"+key); found != "" {
			return found
		}
	}
	return ""
}

func first(text string) string {
	return strings.SplitN(text, "\n", 2)[0]
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: go run . BEFORE_FOLDER AFTER_FOLDER")
		os.Exit(2)
	}
	before, _ := filepath.Abs(os.Args[1])
	after, _ := filepath.Abs(os.Args[2])
	counts := map[string]int{}
	var lines []string
	filepath.Walk(before, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() || !strings.HasSuffix(path, ".yml") && !strings.HasSuffix(path, ".yaml") {
			return nil
		}
		name, _ := filepath.Rel(before, path)
		verdict := judge(path, filepath.Join(after, name), before, after)
		key := strings.SplitN(verdict, ": ", 2)[0]
		counts[key]++
		if key != "patched as meant" && key != "unchanged, Compose refuses it" {
			lines = append(lines, name+": "+verdict)
		}
		return nil
	})
	for key, n := range counts {
		fmt.Println(n, key)
	}
	fmt.Println(strings.Join(lines, "\n"))
	if counts["WRONG"] > 0 {
		os.Exit(1)
	}
}
