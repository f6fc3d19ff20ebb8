// SPDX-License-Identifier: Apache-2.0

// merge-keys prints common/patch/merge_keys_table.inc: the schemas that Kustomize consults for a
// strategic merge, taken from the OpenAPI data compiled into the kyaml module of test/testbed/go.mod.
// Everything is asked through kyaml's own functions; only the list of kinds to ask for is read from
// its data file and its source. Run it through scripts/merge-keys.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const gvkKey = "x-kubernetes-group-version-kind"

// An entry of the table; ids are 1-based, 0 is "unknown".
type entry struct {
	fields     []field
	additional int
	elements   int
	strategy   string
	keys       []string
}

type field struct {
	name   string
	schema int
}

type kind struct {
	meta   yaml.TypeMeta
	schema int
	scope  string
}

// Equal schemas share one entry: entries are numbered by their content, references by name first.
type table struct {
	byRef     map[string]int
	byContent map[string]int
	entries   []entry
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "merge-keys:", err)
		os.Exit(1)
	}
}

// id numbers the schema of a field or element as kyaml's Field() and Elements() would return it.
func (t *table) id(s *spec.Schema) int {
	ref := ""
	for s.Ref.String() != "" {
		ref = s.Ref.String()
		resolved, err := openapi.Resolve(&s.Ref, openapi.Schema())
		if err != nil {
			return 0
		}
		s = resolved
	}
	if ref == "" {
		return t.intern(t.describe(s))
	}
	if id, found := t.byRef[ref]; found {
		return id
	}
	// Reserved first: definitions refer to themselves (JSONSchemaProps).
	t.entries = append(t.entries, entry{})
	id := len(t.entries)
	t.byRef[ref] = id
	t.entries[id-1] = t.describe(s)
	return id
}

func (t *table) intern(e entry) int {
	content := fmt.Sprintf("%+v", e)
	if id, found := t.byContent[content]; found {
		return id
	}
	t.entries = append(t.entries, e)
	t.byContent[content] = len(t.entries)
	return len(t.entries)
}

func (t *table) describe(s *spec.Schema) entry {
	rs := openapi.ResourceSchema{Schema: s}
	e := entry{}
	e.strategy, e.keys = rs.PatchStrategyAndKeyList()
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		property := s.Properties[name]
		e.fields = append(e.fields, field{name, t.id(&property)})
	}
	if s.AdditionalProperties != nil && s.AdditionalProperties.Schema != nil {
		e.additional = t.id(s.AdditionalProperties.Schema)
	}
	if len(s.Type) == 1 && s.Type[0] == "array" && s.Items != nil && s.Items.Schema != nil {
		e.elements = t.id(s.Items.Schema)
	}
	return e
}

// definedKinds returns which definition describes each kind; two for one kind would make kyaml's
// answer depend on the order of a Go map.
func definedKinds() map[yaml.TypeMeta]string {
	kinds := map[yaml.TypeMeta]string{}
	for name, definition := range openapi.Schema().Definitions {
		gvks, _ := definition.Extensions[gvkKey].([]interface{})
		for _, one := range gvks {
			gvk, ok := one.(map[string]interface{})
			if !ok {
				continue
			}
			apiVersion := gvk["version"].(string)
			if group, _ := gvk["group"].(string); group != "" {
				apiVersion = group + "/" + apiVersion
			}
			meta := yaml.TypeMeta{APIVersion: apiVersion, Kind: gvk["kind"].(string)}
			if other, found := kinds[meta]; found {
				check(fmt.Errorf("%v is both %s and %s", meta, other, name))
			}
			kinds[meta] = name
		}
	}
	return kinds
}

// pathKinds returns the kinds that the data file knows from API paths.
func pathKinds(kyaml string) []yaml.TypeMeta {
	files, err := filepath.Glob(filepath.Join(kyaml, "openapi/kubernetesapi/data/*.json.gz"))
	check(err)
	if len(files) != 1 {
		check(fmt.Errorf("%d OpenAPI bundles in %s", len(files), kyaml))
	}
	file, err := os.Open(files[0])
	check(err)
	defer file.Close()
	reader, err := gzip.NewReader(file)
	check(err)
	var bundle struct {
		Resources []struct{ APIVersion, Kind string }
	}
	check(json.NewDecoder(reader).Decode(&bundle))
	var kinds []yaml.TypeMeta
	for _, resource := range bundle.Resources {
		kinds = append(kinds, yaml.TypeMeta{APIVersion: resource.APIVersion, Kind: resource.Kind})
	}
	return kinds
}

// precomputedKinds returns the kinds in kyaml's precomputedIsNamespaceScoped, which is private.
func precomputedKinds(kyaml string) []yaml.TypeMeta {
	path := filepath.Join(kyaml, "openapi/openapi.go")
	source, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	check(err)
	var kinds []yaml.TypeMeta
	ast.Inspect(source, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "precomputedIsNamespaceScoped" {
			return true
		}
		for _, element := range spec.Values[0].(*ast.CompositeLit).Elts {
			meta := yaml.TypeMeta{}
			for _, part := range element.(*ast.KeyValueExpr).Key.(*ast.CompositeLit).Elts {
				pair := part.(*ast.KeyValueExpr)
				text, err := strconv.Unquote(pair.Value.(*ast.BasicLit).Value)
				check(err)
				switch pair.Key.(*ast.Ident).Name {
				case "APIVersion":
					meta.APIVersion = text
				case "Kind":
					meta.Kind = text
				}
			}
			kinds = append(kinds, meta)
		}
		return false
	})
	if len(kinds) == 0 {
		check(fmt.Errorf("no precomputedIsNamespaceScoped in %s", path))
	}
	return kinds
}

func scope(meta yaml.TypeMeta) string {
	namespaced, found := openapi.IsNamespaceScoped(meta)
	switch {
	case !found:
		return "SCOPE_UNKNOWN"
	case namespaced:
		return "SCOPE_NAMESPACED"
	default:
		return "SCOPE_CLUSTER"
	}
}

func collect(t *table, kyaml string) []kind {
	defined := definedKinds()
	all := map[yaml.TypeMeta]bool{}
	for meta := range defined {
		all[meta] = true
	}
	for _, meta := range append(pathKinds(kyaml), precomputedKinds(kyaml)...) {
		all[meta] = true
	}
	metas := make([]yaml.TypeMeta, 0, len(all))
	for meta := range all {
		metas = append(metas, meta)
	}
	sort.Slice(metas, func(i, j int) bool {
		if metas[i].APIVersion != metas[j].APIVersion {
			return metas[i].APIVersion < metas[j].APIVersion
		}
		return metas[i].Kind < metas[j].Kind
	})
	var kinds []kind
	for _, meta := range metas {
		one := kind{meta: meta, scope: scope(meta)}
		if name, found := defined[meta]; found {
			one.schema = t.id(spec.RefSchema("#/definitions/" + name))
		}
		if one.schema != 0 || one.scope != "SCOPE_UNKNOWN" {
			kinds = append(kinds, one)
		}
	}
	return kinds
}

// The names of everything in one string, sorted, so that ids compare as the names do.
type names struct {
	sorted []string
	ids    map[string]int
}

func collectNames(t *table, kinds []kind) names {
	set := map[string]bool{}
	for _, e := range t.entries {
		for _, f := range e.fields {
			set[f.name] = true
		}
		for _, key := range e.keys {
			set[key] = true
		}
	}
	for _, k := range kinds {
		set[k.meta.APIVersion] = true
		set[k.meta.Kind] = true
	}
	n := names{ids: map[string]int{}}
	for name := range set {
		n.sorted = append(n.sorted, name)
	}
	sort.Strings(n.sorted)
	for i, name := range n.sorted {
		n.ids[name] = i
	}
	return n
}

func limit(what string, value int) {
	if value > 0xffff {
		check(fmt.Errorf("%d %s do not fit 16 bits", value, what))
	}
}

// rows prints the items of an array, as many on a line as fit 100 columns.
func rows(out *bufio.Writer, items []string) {
	column := 0
	for _, item := range items {
		if column == 0 || column+len(item)+2 > 100 {
			if column != 0 {
				fmt.Fprintln(out)
			}
			fmt.Fprint(out, "    ", item, ",")
			column = 5 + len(item)
			continue
		}
		fmt.Fprint(out, " ", item, ",")
		column += 2 + len(item)
	}
	fmt.Fprintln(out)
}

func array(out *bufio.Writer, comment, declaration string, items []string) {
	fmt.Fprintf(out, "\n/* %s */\nstatic const %s[] = {\n", comment, declaration)
	rows(out, items)
	fmt.Fprintln(out, "};")
}

// pool prints names as one string and where each begins.
func pool(out *bufio.Writer, comment, prefix string, sorted []string) {
	var texts, offsets []string
	offset := 0
	for _, name := range sorted {
		texts = append(texts, strconv.Quote(name)+`"\0"`)
		offsets = append(offsets, strconv.Itoa(offset))
		offset += len(name) + 1
	}
	offsets = append(offsets, strconv.Itoa(offset))
	limit("bytes of names", offset)
	fmt.Fprintf(out, "\n/* %s */\nstatic const char %s_pool[] =", comment, prefix)
	column := 100
	for _, text := range texts {
		if column+len(text)+1 > 100 {
			fmt.Fprint(out, "\n   ")
			column = 3
		}
		fmt.Fprint(out, " ", text)
		column += len(text) + 1
	}
	fmt.Fprintln(out, ";")
	array(out, "Where name I begins; one more for the end.", "uint16_t "+prefix+"_offsets", offsets)
}

func printNames(out *bufio.Writer, n names) {
	pool(out, "All names, each with a NUL, in byte order.", "name", n.sorted)
}

// collectDefinitions numbers the schemas that a user's document may refer to.
func collectDefinitions(t *table) (sorted []string, ids []string) {
	for name := range openapi.Schema().Definitions {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	for _, name := range sorted {
		ids = append(ids, strconv.Itoa(t.id(spec.RefSchema("#/definitions/"+name))))
	}
	return sorted, ids
}

func printSchemas(out *bufio.Writer, t *table, n names) {
	var fields, schemas, keys []string
	keySets := map[string]int{}
	for _, e := range t.entries {
		keySet := 0
		if len(e.keys) > 0 {
			content := strings.Join(e.keys, ",")
			if _, found := keySets[content]; !found {
				var ids []string
				for _, key := range e.keys {
					ids = append(ids, strconv.Itoa(n.ids[key]))
				}
				keys = append(keys, fmt.Sprintf("{ %d, { %s } }", len(e.keys), strings.Join(ids, ", ")))
				keySets[content] = len(keys)
			}
			keySet = keySets[content]
		}
		merges := 0
		for _, strategy := range strings.Split(e.strategy, ",") {
			if strategy == "merge" {
				merges = 1
			}
		}
		schemas = append(schemas, fmt.Sprintf("{ %d, %d, %d, %d, %d, %d }", len(fields), len(e.fields),
			e.additional, e.elements, keySet, merges))
		for _, f := range e.fields {
			fields = append(fields, fmt.Sprintf("{ %d, %d }", n.ids[f.name], f.schema))
		}
	}
	limit("fields", len(fields))
	limit("schemas", len(schemas))
	array(out, "How many merge keys, and their names.", "struct key_set key_sets", keys)
	array(out, "Per schema sorted by name: name, schema + 1 (0: unknown).", "struct schema_field schema_fields", fields)
	array(out, "First field, fields, schema + 1 of other values, schema + 1 of elements, key set + 1, merges.",
		"struct merge_schema schemas", schemas)
}

func printKinds(out *bufio.Writer, kinds []kind, n names) {
	var items []string
	for _, k := range kinds {
		items = append(items, fmt.Sprintf("{ %d, %d, %d, %s }", n.ids[k.meta.APIVersion], n.ids[k.meta.Kind],
			k.schema, k.scope))
	}
	array(out, "Sorted: apiVersion, kind, schema + 1 (0: none), scope.", "struct kind_entry kinds", items)
}

func main() {
	if len(os.Args) != 3 {
		check(fmt.Errorf("usage: merge-keys KYAML_DIR KYAML_VERSION"))
	}
	t := &table{byRef: map[string]int{}, byContent: map[string]int{}}
	kinds := collect(t, os.Args[1])
	definitions, ids := collectDefinitions(t)
	n := collectNames(t, kinds)
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(out, "/* SPDX-License-Identifier: Apache-2.0 */")
	fmt.Fprintf(out, "/* Kubernetes %s and kustomization types of kyaml %s, generated by scripts/merge-keys: do not edit. */\n",
		openapi.GetSchemaVersion(), os.Args[2])
	fmt.Fprintln(out, "/* clang-format off */")
	fmt.Fprintf(out, "\nstatic const char openapi_version[] = %q;\n", openapi.GetSchemaVersion())
	printNames(out, n)
	printSchemas(out, t, n)
	printKinds(out, kinds, n)
	pool(out, "The definitions by name.", "definition", definitions)
	array(out, "Their schema + 1.", "uint16_t definition_schemas", ids)
	fmt.Fprintln(out, "\n/* clang-format on */")
	check(out.Flush())
}
