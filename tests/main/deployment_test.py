#!/usr/bin/env python3
"""What docs/ says of the command line is so: options and variables are those of --help; the files of docs/deployment can be
read by those that they are for, as far as these are here, and the program takes their options."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

program, root = sys.argv[1], pathlib.Path(sys.argv[2])
docs = root / "docs"
folder = docs / "deployment"
pages = [docs / "several-processes.md", docs / "deployment.md"]
faults = []


def run(*words, **variables):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LEAT_")}
    return subprocess.run([*map(str, words)], capture_output=True, text=True, env=clean | variables, timeout=60)


def is_taken(where, *options, **variables):
    """The program reads them, and then only shows its help."""
    result = run(program, *options, "--help", **variables)
    if result.returncode != 0:
        faults.append(f"{where}: {result.stdout}{result.stderr}")


help_text = run(program, "--help").stdout
options = set(re.findall(r"--[a-z][a-z-]*", help_text))
variables = set(re.findall(r"LEAT_[A-Z_]+", help_text))

# -- names: options where they are given to the program, or stand alone in a page

for file in [*sorted(folder.iterdir()), *pages]:
    text = file.read_text()
    found = set(re.findall(r"LEAT_[A-Z_]*[A-Z]", text)) - variables
    if file.suffix == ".md":
        found |= set(re.findall(r"`(--[a-z][a-z-]*)", text)) - options
        commands = re.findall(r"(?:\./cluster|/program|^program) (.*)", text, re.MULTILINE)
        found |= {word for line in commands for word in re.findall(r"--[a-z][a-z-]*", line)} - options
    for name in sorted(found):
        faults.append(f"{file.name}: the help does not know {name}")

# -- systemd: what it says of the units, with a program that is there

with tempfile.TemporaryDirectory() as made:
    for unit in sorted(folder.glob("*.service")):
        text = unit.read_text()
        command = re.search(r"^ExecStart=/usr/local/bin/program (.*)$", text, re.MULTILINE).group(1).split()
        for name in {word for word in command if word.startswith("--")} - options:
            faults.append(f"{unit.name}: the help does not know {name}")
        is_taken(unit.name, *(word.replace("/etc/leat", str(folder)) for word in command))
        copy = pathlib.Path(made, unit.name)
        copy.write_text(text.replace("/usr/local/bin/program", program))
        if shutil.which("systemd-analyze"):
            result = run("systemd-analyze", "verify", "--man=no", copy)
            if result.returncode != 0 or result.stderr:
                faults.append(f"{unit.name}: {result.stderr}")

# -- Kubernetes: what refers to each other is there

objects = list(yaml.safe_load_all((folder / "kubernetes.yaml").read_text()))
kinds = {one["kind"]: one for one in objects}
services = {one["metadata"]["name"] for one in objects if one["kind"] == "Service"}
if kinds["StatefulSet"]["spec"]["serviceName"] not in services:
    faults.append("kubernetes.yaml: the StatefulSet has no Service")
images = set()
for one in (kinds["StatefulSet"], kinds["Job"]):
    pod = one["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    where = f"kubernetes.yaml, {one['kind']}"
    images.add(container["image"])
    for name in {word.split("=")[0] for word in container["args"]} - options:
        faults.append(f"{where}: the help does not know {name}")
    environment = {line["name"]: line["value"] for line in container["env"]}
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    if set(mounts) != {volume["name"] for volume in pod["volumes"]}:
        faults.append(f"{where}: mounts and volumes differ")
    with tempfile.TemporaryDirectory() as made:  # what a Secret would be
        token = pathlib.Path(made, "token")
        token.write_text("t" * 32)
        if environment["LEAT_TOKEN_FILE"] != mounts["token"] + "/token":
            faults.append(f"{where}: the token is not where it is looked for")
        is_taken(where, *container["args"], LEAT_TOKEN_FILE=str(token))
    for name, value in environment.items():
        if not value.startswith(tuple(place + "/" for place in mounts.values())):
            faults.append(f"{where}: {name} is in no volume")
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    listened = dict(re.findall(r"--(listen|health)=[^:]*:(\d+)", " ".join(container["args"])))
    if ports != {{"listen": "sessions", "health": "health"}[name]: int(port) for name, port in listened.items()}:
        faults.append(f"{where}: the ports are not those of the options")
    for probe in ("livenessProbe", "readinessProbe"):
        if container[probe]["httpGet"]["port"] not in ports:
            faults.append(f"{where}: {probe} asks at no port")
if len(images) != 1:
    faults.append(f"kubernetes.yaml: all processes run the same executable, but here are {sorted(images)}")

# -- the image: the build needs no package that the project does not know

known = set(re.findall(r"^build (\S+)", (root / "tools" / "packages.txt").read_text(), re.MULTILINE))
installed = re.search(r"--no-install-recommends \\\n(.*?) *$", (folder / "Containerfile").read_text(), re.MULTILINE).group(1)
for package in set(installed.split()) - known:
    faults.append(f"Containerfile: {package} is not in tools/packages.txt")

for fault in faults:
    print(fault)
sys.exit(len(faults) > 0)
