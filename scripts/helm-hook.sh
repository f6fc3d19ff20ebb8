#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What `helm plugin install` and `update` run: under Helm 4, register the post-renderer beside the
# plugin, so that `--post-renderer helm-juno` finds it. Helm 4 tells a hook HELM_PLUGIN_NAME and
# HELM_PLUGIN_DIR only; Helm 3 sets HELM_BIN too, and takes a post-renderer by path or from PATH.
set -eu

if [ ! -x "$HELM_PLUGIN_DIR/bin/helm-juno" ]; then
    echo "juno: bin/helm-juno is missing: run make there, or install a release archive" >&2
    echo "juno: the plugin is registered all the same; remove it with: helm plugin uninstall juno" >&2
    exit 1
fi

version=v4
if [ -n "${HELM_BIN:-}" ]; then
    version=$("$HELM_BIN" version --template '{{.Version}}' 2>/dev/null || echo v3)
fi
case $version in
    v[0-3] | v[0-3].*)
        echo "juno: use --post-renderer \"$HELM_PLUGIN_DIR/bin/helm-juno\" --post-renderer-args --preset=DIR"
        exit 0
        ;;
esac

dir=$(dirname "$HELM_PLUGIN_DIR")/juno-postrenderer
if [ "$dir" = "$HELM_PLUGIN_DIR" ]; then
    echo "juno: refusing to overwrite $dir" >&2
    exit 1
fi
mkdir -p "$dir"
: >"$dir/.created-by-juno"
# A link to the program, not its path in the manifest: Helm splits a command at its blanks.
rm -rf "${dir:?}/bin"
ln -s "$HELM_PLUGIN_DIR/bin" "$dir/bin"
cp "$HELM_PLUGIN_DIR/plugins/helm-juno/plugin.yaml" "$dir/plugin.yaml"
echo "juno: use --post-renderer helm-juno --post-renderer-args --preset=DIR"
