// SPDX-License-Identifier: Apache-2.0

//go:build tools

// The real programs of OpenChoreo, so that go.mod and go.sum pin them and all that they are made of.
package openchoreo

import (
	_ "github.com/openchoreo/openchoreo/cmd/occ"
	_ "github.com/openchoreo/openchoreo/cmd/openchoreo-api"
)
